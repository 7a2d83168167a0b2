using System.Runtime.CompilerServices;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Calibration;

/// <summary>The clock while it computes, by a chain of integer operations of which each takes one cycle.</summary>
internal static class ClockMeasurement
{
    private const int Turns = 20_000;
    private const int CyclesPerTurn = 8;

    private static ulong _sink;

    /// <summary>Cycles per second.</summary>
    public static double Hertz() => CyclesPerTurn * Turns / BestRound.Seconds(static () => _sink = Chain(Turns, _sink | 1));

    // Additions and exclusive ors alternate, so that the compiler cannot fold them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Chain(int turns, ulong factor)
    {
        ulong x = factor;
        for (int turn = 0; turn < turns; turn++)
        {
            x += factor;
            x ^= factor;
            x += factor;
            x ^= factor;
            x += factor;
            x ^= factor;
            x += factor;
            x ^= factor;
        }

        return x;
    }
}
