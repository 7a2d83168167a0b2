using System.Runtime.CompilerServices;
using Fovea.Kernels.Reductions;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Normalization;

/// <summary>Softmax over contiguous rows, e^(x - max) / sum of e^(x - max), and its logarithm.</summary>
internal static unsafe class SoftmaxKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Applies softmax to each row independently.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Rows(in SoftmaxArguments t)
    {
        int lanes = TSimd.Lanes;
        float* x = t.X;
        float* y = t.Y;
        long columns = t.Columns;
        for (long row = 0; row < t.Rows; row++, x += columns, y += columns)
        {
            TVec max = TSimd.Broadcast(ReductionKernel<TSimd, TVec>.Extreme(x, columns, largest: true));
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
                TSimd.Store(y + i, SimdMath<TSimd, TVec>.Exp(TSimd.Subtract(TSimd.Load(x + i), max)));
            int tail = (int)(columns - i);
            if (tail > 0)
                TSimd.StoreTail(y + i, SimdMath<TSimd, TVec>.Exp(TSimd.Subtract(TSimd.LoadTail(x + i, tail), max)), tail);
            TVec scale = TSimd.Broadcast(1f / ReductionKernel<TSimd, TVec>.Sum(y, columns));
            for (i = 0; i <= columns - lanes; i += lanes)
                TSimd.Store(y + i, TSimd.Multiply(TSimd.Load(y + i), scale));
            if (tail > 0)
                TSimd.StoreTail(y + i, TSimd.Multiply(TSimd.LoadTail(y + i, tail), scale), tail);
        }
    }

    /// <summary>The logarithm of softmax for each row: x - max - log(sum of e^(x - max)).</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void LogRows(in SoftmaxArguments t)
    {
        int lanes = TSimd.Lanes;
        float* x = t.X;
        float* y = t.Y;
        long columns = t.Columns;
        for (long row = 0; row < t.Rows; row++, x += columns, y += columns)
        {
            float largest = ReductionKernel<TSimd, TVec>.Extreme(x, columns, largest: true);
            TVec max = TSimd.Broadcast(largest);
            TVec sums = TSimd.Zero;
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
            {
                TVec difference = TSimd.Subtract(TSimd.Load(x + i), max);
                TSimd.Store(y + i, difference);
                sums = TSimd.Add(sums, SimdMath<TSimd, TVec>.Exp(difference));
            }

            // The tail's exponentials one by one: a vector's unused lanes would add e^0 to the sum.
            float sum = TSimd.Sum(sums);
            for (; i < columns; i++)
            {
                y[i] = x[i] - largest;
                sum += MathF.Exp(y[i]);
            }

            TVec logarithm = TSimd.Broadcast(MathF.Log(sum));
            for (i = 0; i <= columns - lanes; i += lanes)
                TSimd.Store(y + i, TSimd.Subtract(TSimd.Load(y + i), logarithm));
            int tail = (int)(columns - i);
            if (tail > 0)
                TSimd.StoreTail(y + i, TSimd.Subtract(TSimd.LoadTail(y + i, tail), logarithm), tail);
        }
    }
}
