using System.Diagnostics;

namespace Fovea.Bench.Comparing;

/// <summary>Measures competitors in alternating rounds, so that a temporary slowdown of the machine affects all of them.</summary>
internal static class Measurement
{
    /// <summary>
    /// Milliseconds of rest before a turn. ONNX Runtime's worker threads spin for some 50 milliseconds after a run, and would take a core
    /// from the next competitor's first runs.
    /// </summary>
    private const int Rest = 100;

    /// <summary>
    /// Milliseconds per run, [rival][round]. Each rival is warmed up for some time first, because the runtime recompiles hot methods.
    /// </summary>
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

    // The first run of a turn starts with the other competitor's data in the caches, and is not counted.
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
