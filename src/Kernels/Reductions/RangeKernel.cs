using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Reductions;

/// <summary>The least and the largest of contiguous floats, in one pass. What is no number is left out.</summary>
internal static unsafe class RangeKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Widens a range that holds 0 to the numbers.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="range">Receives the least of 0 and the numbers, then the largest.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(float* x, long count, float* range)
    {
        int lanes = TSimd.Lanes;
        // A minimum has a latency of some cycles; four of each kind keep the units busy.
        TVec low0 = TSimd.Zero, low1 = low0, low2 = low0, low3 = low0;
        TVec high0 = low0, high1 = low0, high2 = low0, high3 = low0;
        long i = 0;
        for (; i <= count - (4 * lanes); i += 4 * lanes)
        {
            TVec x0 = TSimd.Load(x + i), x1 = TSimd.Load(x + i + lanes);
            TVec x2 = TSimd.Load(x + i + (2 * lanes)), x3 = TSimd.Load(x + i + (3 * lanes));
            // Where the first operand is no number, the result is the second.
            low0 = TSimd.Min(x0, low0);
            low1 = TSimd.Min(x1, low1);
            low2 = TSimd.Min(x2, low2);
            low3 = TSimd.Min(x3, low3);
            high0 = TSimd.Max(x0, high0);
            high1 = TSimd.Max(x1, high1);
            high2 = TSimd.Max(x2, high2);
            high3 = TSimd.Max(x3, high3);
        }

        for (; i < count; i += lanes)
        {
            // Lanes behind the last element are 0, which is in the range.
            int some = (int)Math.Min(lanes, count - i);
            TVec last = some == lanes ? TSimd.Load(x + i) : TSimd.LoadTail(x + i, some);
            low0 = TSimd.Min(last, low0);
            high0 = TSimd.Max(last, high0);
        }

        TVec low = TSimd.Min(TSimd.Min(low0, low1), TSimd.Min(low2, low3));
        range[0] = -TSimd.MaxLane(TSimd.Subtract(TSimd.Zero, low));
        range[1] = TSimd.MaxLane(TSimd.Max(TSimd.Max(high0, high1), TSimd.Max(high2, high3)));
    }
}
