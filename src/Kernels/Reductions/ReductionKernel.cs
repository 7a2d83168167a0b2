using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Reductions;

/// <summary>
/// Reductions of a matrix, along its rows (contiguous) or down its columns. The order of summation depends only on the extents.
/// </summary>
internal static unsafe class ReductionKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>y[row] = reduction of the contiguous x[row, 0..columns).</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Rows(ReductionKind kind, in ReductionArguments t)
    {
        float* x = (float*)t.X;
        float* y = (float*)t.Y;
        long columns = t.Columns;
        for (long row = 0; row < t.Rows; row++)
        {
            float* from = x + (row * t.XRow);
            y[row] = kind switch
            {
                ReductionKind.Sum => Sum(from, columns),
                ReductionKind.Mean => Sum(from, columns) / columns,
                ReductionKind.Max => Extreme(from, columns, largest: true),
                _ => -Extreme(from, columns, largest: false),
            };
        }
    }

    /// <summary>y[column] = reduction of x[0..rows, column].</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Columns(ReductionKind kind, in ReductionArguments t)
    {
        int lanes = TSimd.Lanes;
        float* x = (float*)t.X;
        float* y = (float*)t.Y;
        long rowStride = t.XRow;
        long rows = t.Rows;
        long columns = t.Columns;
        float scale = kind == ReductionKind.Mean ? 1f / rows : 1f;
        long column = 0;
        for (; column <= columns - lanes; column += lanes)
        {
            TVec result = Start(kind);
            for (long row = 0; row < rows; row++)
                result = Combine(kind, result, TSimd.Load(x + (row * rowStride) + column));
            TSimd.Store(y + column, TSimd.Multiply(result, TSimd.Broadcast(scale)));
        }

        int tail = (int)(columns - column);
        if (tail > 0)
        {
            TVec result = Start(kind);
            for (long row = 0; row < rows; row++)
                result = Combine(kind, result, TSimd.LoadTail(x + (row * rowStride) + column, tail));
            TSimd.StoreTail(y + column, TSimd.Multiply(result, TSimd.Broadcast(scale)), tail);
        }
    }

    /// <summary>The sum of contiguous floats: two vectors of partial sums, then a fixed tree.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static float Sum(float* x, long count)
    {
        int lanes = TSimd.Lanes;
        TVec even = TSimd.Zero;
        TVec odd = TSimd.Zero;
        long i = 0;
        for (; i <= count - (2 * lanes); i += 2 * lanes)
        {
            even = TSimd.Add(even, TSimd.Load(x + i));
            odd = TSimd.Add(odd, TSimd.Load(x + i + lanes));
        }

        if (i <= count - lanes)
        {
            even = TSimd.Add(even, TSimd.Load(x + i));
            i += lanes;
        }

        int tail = (int)(count - i);
        if (tail > 0)
            odd = TSimd.Add(odd, TSimd.LoadTail(x + i, tail));
        return TSimd.Sum(TSimd.Add(even, odd));
    }

    /// <summary>The largest value, or the negated smallest one.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static float Extreme(float* x, long count, bool largest)
    {
        float sign = largest ? 1f : -1f;
        TVec signs = TSimd.Broadcast(sign);
        TVec best = TSimd.Broadcast(float.NegativeInfinity);
        long i = 0;
        for (; i <= count - TSimd.Lanes; i += TSimd.Lanes)
            best = TSimd.Max(best, TSimd.Multiply(signs, TSimd.Load(x + i)));
        float result = TSimd.MaxLane(best);
        for (; i < count; i++)
            result = MathF.Max(result, sign * x[i]);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Start(ReductionKind kind) => kind switch
    {
        ReductionKind.Max => TSimd.Broadcast(float.NegativeInfinity),
        ReductionKind.Min => TSimd.Broadcast(float.PositiveInfinity),
        _ => TSimd.Zero,
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Combine(ReductionKind kind, TVec result, TVec value) => kind switch
    {
        ReductionKind.Max => TSimd.Max(result, value),
        ReductionKind.Min => TSimd.Min(result, value),
        _ => TSimd.Add(result, value),
    };
}
