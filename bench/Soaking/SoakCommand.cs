using System.Diagnostics;

namespace Fovea.Bench.Soaking;

/// <summary>
/// Overloads a running service for minutes, with disconnecting clients, bad images and model replacements as in production; prints the
/// answers and the trend of memory.
/// </summary>
internal static class SoakCommand
{
    private const int CapacityCallers = 16;
    private static readonly TimeSpan CapacityTime = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan ProbePeriod = TimeSpan.FromSeconds(1);

    /// <summary>Returns 0 if everything that is judged held.</summary>
    public static async Task<int> RunAsync(SoakOptions options)
    {
        using var client = new SoakClient(options.Url, options.MaxInFlight);
        using var probing = new SoakClient(options.Url, connections: 1);
        SoakReferences references = await SoakReferences.TakeAsync(client, options.Names, CancellationToken.None);
        await MeasureCapacityAsync(client, options);
        double capacity = await MeasureCapacityAsync(client, options);

        var tally = new SoakTally();
        var watch = new MemoryWatch(options.Process);
        var probe = new ReadinessProbe(probing, tally, ProbePeriod);
        using var end = new CancellationTokenSource(options.Duration);
        Task traffic = new SoakTraffic(options, client, tally, references).RunAsync(capacity * options.Overload, end.Token);
        Task[] besides =
            [new ModelReplacer(options, probing, tally).RunAsync(end.Token), probe.RunAsync(end.Token), watch.RunAsync(end.Token)];
        await Task.WhenAll([traffic, .. besides.Select(task => EndedAsync(task, end))]);
        await AfterwardsAsync(client, options, references, tally);

        var report = new SoakReport(options, capacity, tally, MemoryTrend.Of(watch.Readings), watch.Readings, probe.Slowest);
        report.Write(Console.Out);
        return report.Holds ? 0 : 1;
    }

    // A task that fails ends the soak: the service has ended, or a model file is missing.
    private static async Task EndedAsync(Task task, CancellationTokenSource end)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
        }
        catch
        {
            await end.CancelAsync();
            throw;
        }
    }

    private static async Task<double> MeasureCapacityAsync(SoakClient client, SoakOptions options)
    {
        long start = Stopwatch.GetTimestamp();
        int[] answered = await Task.WhenAll(Enumerable.Range(0, CapacityCallers).Select(caller => Task.Run(async () =>
        {
            int count = 0;
            for (; Stopwatch.GetElapsedTime(start) < CapacityTime; count++)
                await client.PredictAsync(
                    options.Names[(caller + count) % options.Names.Count], SoakImage.Good[count % SoakImage.Good.Count],
                    CancellationToken.None);
            return count;
        })));
        return answered.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // After the overload the service must answer as before.
    private static async Task AfterwardsAsync(SoakClient client, SoakOptions options, SoakReferences references, SoakTally tally)
    {
        foreach (string model in options.Names)
        {
            foreach (SoakImage image in SoakImage.Good)
            {
                SoakAnswer answer = await client.PredictAsync(model, image, CancellationToken.None);
                tally.Count("lone request afterwards", $"{answer.Status}");
                if (answer.Status == 200)
                    references.Check(model, image, answer, tally);
                else
                    tally.Fault($"a lone request afterwards: '{model}' answered {answer.Status}: {answer.Text}");
            }
        }
    }
}
