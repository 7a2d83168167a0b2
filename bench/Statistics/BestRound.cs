using System.Diagnostics;

namespace Fovea.Bench.Statistics;

/// <summary>Repeats a call for a while; the best of several rounds, because other processes only slow a round down.</summary>
internal static class BestRound
{
    private const int Rounds = 7;
    private const double RoundSeconds = 0.03;

    /// <summary>The least seconds that a call takes on average over a round.</summary>
    public static double Seconds(Action call)
    {
        call();
        double best = double.PositiveInfinity;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            int calls = 0;
            double seconds;
            do
            {
                call();
                calls++;
                seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            while (seconds < RoundSeconds);
            best = Math.Min(best, seconds / calls);
        }

        return best;
    }
}
