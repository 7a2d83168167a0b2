using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Reductions;

/// <summary>
/// Reductions of rows of booleans, one byte each: the largest is true if any is, the smallest if all are. Any byte but 0 is true.
/// </summary>
internal static unsafe class BooleanReductionKernel
{
    /// <summary>y[row] = reduction of x[row, 0..columns).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The function is not defined for booleans.</exception>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Rows(ReductionKind kind, in ReductionArguments t)
    {
        for (long row = 0; row < t.Rows; row++)
        {
            byte* x = (byte*)t.X + (row * t.XRow);
            ((bool*)t.Y)[row] = kind switch
            {
                ReductionKind.Max => Contains(x, t.Columns, wanted: true),
                ReductionKind.Min => !Contains(x, t.Columns, wanted: false),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such function of booleans."),
            };
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static bool Contains(byte* x, long count, bool wanted)
    {
        for (long i = 0; i < count; i++)
        {
            if (x[i] != 0 == wanted)
                return true;
        }

        return false;
    }
}
