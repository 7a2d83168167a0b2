using System.Diagnostics;

namespace Fovea.Bench.Comparing;

/// <summary>Times rivals in alternating rounds, so that a machine that slows down for a while slows all of them.</summary>
internal static class Measurement
{
    /// <summary>
    /// Milliseconds of rest before a turn. ONNX Runtime's worker threads go on spinning for some 50 milliseconds after a run; they would take
    /// a core from the rival's first runs.
    /// </summary>
    private const int Rest = 100;

    /// <summary>Milliseconds per run of each rival in each round, [rival][round], after a warm-up of each by time: the runtime compiles busy methods anew.</summary>
    public static double[][] Alternate(IReadOnlyList<Action> rivals, int rounds, int milliseconds, int warmUpMilliseconds)
    {
        foreach (Action rival in rivals)
            Turn(rival, warmUpMilliseconds);

        double[][] times = [.. rivals.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int turn = 0; turn < rivals.Count; turn++)
            {
                int rival = (turn + round) % rivals.Count;
                times[rival][round] = Turn(rivals[rival], milliseconds);
            }
        }

        return times;
    }

    // The first run of a turn pays for the caches that the other rival filled, and is not counted.
    private static double Turn(Action rival, int milliseconds)
    {
        Thread.Sleep(Rest);
        rival();
        int runs = 0;
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            rival();
            runs++;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed.TotalMilliseconds < milliseconds);
        return elapsed.TotalMilliseconds / runs;
    }
}
