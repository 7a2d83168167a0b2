using System.Diagnostics;

namespace Fovea.Bench.Soaking;

/// <summary>Probes readiness like an orchestrator; overload must not make the service unready.</summary>
internal sealed class ReadinessProbe(SoakClient client, SoakTally tally, TimeSpan period)
{
    /// <summary>The longest response time.</summary>
    public TimeSpan Slowest { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            long start = Stopwatch.GetTimestamp();
            SoakAnswer answer = await AskAsync(cancellationToken);
            TimeSpan taken = Stopwatch.GetElapsedTime(start);
            Slowest = taken > Slowest ? taken : Slowest;
            tally.Count("readiness", $"{answer.Status}");
            if (answer.Status != 200)
                tally.Fault($"readiness: {answer.Status}: {answer.Text}");
        }
    }

    private async Task<SoakAnswer> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.ReadyAsync(cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new SoakAnswer(0, RetryAfter: false, null, e.Message);
        }
    }
}
