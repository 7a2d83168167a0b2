using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Reductions;

/// <summary>
/// Reductions of a matrix, along its rows (contiguous) or down its columns. The order of summation depends only on the extents. Long sums
/// are sums of blocks: in one running sum, an error grows with every element, and if the elements are nearly equal, it goes one way.
/// </summary>
internal static unsafe class ReductionKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Vectors that are added to one running sum before it joins the total.</summary>
    public const int BlockVectors = 128;

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
                ReductionKind.Min => -Extreme(from, columns, largest: false),
                ReductionKind.Prod => Product(from, columns),
                ReductionKind.L1 => Norm(from, columns, squared: false),
                ReductionKind.SumSquare => Norm(from, columns, squared: true),
                ReductionKind.L2 => MathF.Sqrt(Norm(from, columns, squared: true)),
                ReductionKind.LogSum => MathF.Log(Sum(from, columns)),
                _ => LogOfExponentials(from, columns),
            };
        }
    }

    /// <summary>y[column] = reduction of x[0..rows, column]: a sum, a mean, a maximum or a minimum.</summary>
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
            for (long row = 0; row < rows;)
            {
                TVec block = Start(kind);
                for (long end = Math.Min(rows, row + BlockVectors); row < end; row++)
                    block = Combine(kind, block, TSimd.Load(x + (row * rowStride) + column));
                result = Combine(kind, result, block);
            }

            TSimd.Store(y + column, TSimd.Multiply(result, TSimd.Broadcast(scale)));
        }

        int tail = (int)(columns - column);
        if (tail > 0)
        {
            TVec result = Start(kind);
            for (long row = 0; row < rows;)
            {
                TVec block = Start(kind);
                for (long end = Math.Min(rows, row + BlockVectors); row < end; row++)
                    block = Combine(kind, block, TSimd.LoadTail(x + (row * rowStride) + column, tail));
                result = Combine(kind, result, block);
            }

            TSimd.StoreTail(y + column, TSimd.Multiply(result, TSimd.Broadcast(scale)), tail);
        }
    }

    /// <summary>The sum of contiguous floats: blocks in single precision, their sums added in double precision.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static float Sum(float* x, long count)
    {
        long block = 2L * BlockVectors * TSimd.Lanes;
        if (count <= block)
            return Block(x, count);
        double sum = 0;
        for (; count > 0; x += block, count -= block)
            sum += Block(x, Math.Min(block, count));
        return (float)sum;
    }

    // The sum of a block: two vectors of partial sums, then a fixed tree.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float Block(float* x, long count)
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

    /// <summary>The product, in double precision so that it does not depend on where a partial product leaves the range.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float Product(float* x, long count)
    {
        double product = 1;
        for (long i = 0; i < count; i++)
            product *= x[i];
        return (float)product;
    }

    /// <summary>The sum of squares, or of magnitudes.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float Norm(float* x, long count, bool squared)
    {
        double total = 0;
        long i = 0;
        while (i <= count - TSimd.Lanes)
        {
            TVec sums = TSimd.Zero;
            for (long end = BlockEnd(i, count); i < end; i += TSimd.Lanes)
                sums = Accumulate(sums, TSimd.Load(x + i), squared);
            total += TSimd.Sum(sums);
        }

        int tail = (int)(count - i);
        if (tail > 0)
            total += TSimd.Sum(Accumulate(TSimd.Zero, TSimd.LoadTail(x + i, tail), squared));
        return (float)total;
    }

    /// <summary>Where a block of whole vectors ends that starts at <paramref name="first"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long BlockEnd(long first, long count) =>
        first + (Math.Min(BlockVectors, (count - first) / TSimd.Lanes) * TSimd.Lanes);

    /// <summary>
    /// max + log(sum of e^(x - max)): no exponential overflows. An infinite maximum is not taken out, since infinity minus infinity is no
    /// number.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float LogOfExponentials(float* x, long count)
    {
        float max = Extreme(x, count, largest: true);
        if (!float.IsFinite(max))
            return max;
        TVec shift = TSimd.Broadcast(max);
        double sum = 0;
        long i = 0;
        while (i <= count - TSimd.Lanes)
        {
            TVec sums = TSimd.Zero;
            for (long end = BlockEnd(i, count); i < end; i += TSimd.Lanes)
                sums = TSimd.Add(sums, SimdMath<TSimd, TVec>.Exp(TSimd.Subtract(TSimd.Load(x + i), shift)));
            sum += TSimd.Sum(sums);
        }

        for (; i < count; i++)
            sum += MathF.Exp(x[i] - max);
        return max + MathF.Log((float)sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVec Accumulate(TVec sums, TVec value, bool squared) =>
        squared ? TSimd.MultiplyAdd(value, value, sums) : TSimd.Add(sums, TSimd.Max(value, TSimd.Subtract(TSimd.Zero, value)));

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
