using System.Diagnostics;

namespace Fovea.Bench.Soaking;

/// <summary>
/// Sends a mix of requests at a constant rate, independent of the answers (open loop). The number of requests in flight is bounded; further
/// ones are not sent, but counted.
/// </summary>
internal sealed class SoakTraffic(SoakOptions options, SoakClient client, SoakTally tally, SoakReferences references)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(4);

    private readonly RawClient _raw = new(options.Url);
    private readonly Random _random = new(1);
    private int _inFlight;

    /// <summary>Sends until cancelled, then waits for the last answers.</summary>
    public async Task RunAsync(double perSecond, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        long due = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                for (; due < Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond; due++)
                    Send(Choose());
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }

        while (Volatile.Read(ref _inFlight) > 0)
            await Task.Delay(Tick, CancellationToken.None);
    }

    private void Send(Func<Task> request)
    {
        if (Volatile.Read(ref _inFlight) >= options.MaxInFlight)
        {
            tally.Count("held back", "not sent");
            return;
        }

        Interlocked.Increment(ref _inFlight);
        _ = Task.Run(async () =>
        {
            try
            {
                await request();
            }
            catch (Exception e) when (
                e is HttpRequestException or IOException or OperationCanceledException or System.Net.Sockets.SocketException)
            {
                tally.Count("no answer", e.GetType().Name);
                tally.Fault($"no answer: {e.Message} {e.InnerException?.Message}");
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        });
    }

    // Of 100 requests: 82 good images, 8 clients that disconnect, 9 bad images, 1 body that is announced too large.
    private Func<Task> Choose()
    {
        string model = options.Names[_random.Next(options.Names.Count)];
        SoakImage good = SoakImage.Good[_random.Next(SoakImage.Good.Count)];
        SoakImage bad = SoakImage.Bad[_random.Next(SoakImage.Bad.Count)];
        // Half of the disconnecting clients have sent the whole body.
        double part = Math.Min(1, 2 * _random.NextDouble());
        var wait = TimeSpan.FromMilliseconds(_random.Next(60));
        return (options.Judgement == SoakJudgement.All ? _random.Next(100) : 0) switch
        {
            < 82 => () => PredictAsync(model, good),
            < 90 => () => VanishAsync(model, good, part, wait),
            < 99 => async () => tally.Answer(bad.Name, await client.PredictAsync(model, bad, CancellationToken.None), mayBeOk: false),
            _ => () => AnnounceAsync(model),
        };
    }

    private async Task PredictAsync(string model, SoakImage image)
    {
        SoakAnswer answer = await client.PredictAsync(model, image, CancellationToken.None);
        tally.Answer("good image", answer, mayBeOk: true);
        if (answer.Status == 200)
            references.Check(model, image, answer, tally);
    }

    private async Task VanishAsync(string model, SoakImage image, double part, TimeSpan wait)
    {
        try
        {
            await _raw.VanishAsync(model, image, part, wait, CancellationToken.None);
        }
        catch (IOException)
        {
            // The service answered before everything was sent, and closed.
        }

        tally.Count("client that vanishes", part < 1 ? "in the body" : "before the answer");
    }

    private async Task AnnounceAsync(string model) => tally.Answer(
        "body announced too large",
        new SoakAnswer(await _raw.AnnounceTooMuchAsync(model, CancellationToken.None), RetryAfter: true, null, ""), mayBeOk: false);
}
