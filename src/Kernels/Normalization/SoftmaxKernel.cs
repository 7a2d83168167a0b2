using System.Runtime.CompilerServices;
using Fovea.Kernels.Reductions;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Normalization;

/// <summary>Softmax over contiguous rows: e^(x - max) / sum of e^(x - max).</summary>
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
}
