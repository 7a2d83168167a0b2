using System.Diagnostics;

namespace Fovea.Api.Verbs.Perf;

/// <summary>
/// Keeps a number of requests under way, each connection sending its next one as soon as it has the answer to the last.
/// </summary>
internal sealed class LoadRun(PredictCall call, int connections)
{
    /// <summary>How long an answer is waited for.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a connection waits after a request without an answer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private long _left;

    /// <summary>
    /// Sends requests for a time, or a number of them, or until interrupted; requests without an answer then are not counted.
    /// </summary>
    public async Task<Measurements> RunAsync(TimeSpan duration, long requests, CancellationToken interrupted)
    {
        _left = requests;
        var measured = new Measurements();
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        if (duration < TimeSpan.MaxValue)
            waiting.CancelAfter(duration + AnswerTimeout);
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            () => SendAsync(measured, start, duration, waiting.Token), CancellationToken.None)));
        return measured;
    }

    private async Task SendAsync(Measurements measured, long start, TimeSpan duration, CancellationToken waiting)
    {
        while (!waiting.IsCancellationRequested && Stopwatch.GetElapsedTime(start) < duration && Interlocked.Decrement(ref _left) >= 0)
        {
            long sent = Stopwatch.GetTimestamp();
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(waiting);
            limit.CancelAfter(AnswerTimeout);
            try
            {
                (int status, string? serverTiming) = await call.SendAsync(limit.Token);
                measured.Answered(status, Stopwatch.GetElapsedTime(sent), serverTiming);
                measured.Lasted(Stopwatch.GetElapsedTime(start));
            }
            catch (OperationCanceledException) when (waiting.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                measured.Failed(Measurements.NoAnswer);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }
}
