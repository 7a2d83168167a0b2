using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Resampling;

/// <summary>
/// Weighted sums along one axis of floats. Vectors run over the columns beside the axis, which are contiguous: the channels of a pixel, or
/// the pixels of a line with their channels. Each result is one chain of multiply-adds in the order of the elements.
/// </summary>
internal static unsafe class ResampleKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in ResampleArguments t)
    {
        if (t.Columns < 2 || t.XColumn != 1 || t.YColumn != 1)
        {
            ScalarResampleKernel<float>.Run(in t);
            return;
        }

        for (long i = t.First; i < t.Last; i++)
        {
            long count = t.Elements[(2 * i) + 1];
            float* x = (float*)t.X + (t.Elements[2 * i] * t.XAxis);
            float* y = (float*)t.Y + (i * t.YAxis);
            float* weights = (float*)t.Weights + (i * t.Taps);
            if (count == 0)
                Fill(y, (float)t.Outside, t.Columns);
            else if (count == 1 && *weights == 1f)
                System.Buffer.MemoryCopy(x, y, t.Columns * sizeof(float), t.Columns * sizeof(float));
            else if (count == 2)
                Pair(x, x + t.XAxis, y, weights, t.Columns);
            else
                Sum(x, y, weights, count, t.XAxis, t.Columns);
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Fill(float* y, float value, long columns)
    {
        for (long i = 0; i < columns; i++)
            y[i] = value;
    }

    // Linear interpolation: both weights stay in registers.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Pair(float* a, float* b, float* y, float* weights, long columns)
    {
        int lanes = TSimd.Lanes;
        TVec first = TSimd.Broadcast(weights[0]);
        TVec second = TSimd.Broadcast(weights[1]);
        long i = 0;
        for (; i <= columns - lanes; i += lanes)
            TSimd.Store(y + i, TSimd.MultiplyAdd(TSimd.Load(b + i), second, TSimd.Multiply(TSimd.Load(a + i), first)));
        int tail = (int)(columns - i);
        if (tail > 0)
        {
            TVec sum = TSimd.MultiplyAdd(TSimd.LoadTail(b + i, tail), second, TSimd.Multiply(TSimd.LoadTail(a + i, tail), first));
            TSimd.StoreTail(y + i, sum, tail);
        }
    }

    // Any number of weights: a vector of results is complete before the next one begins.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Sum(float* x, float* y, float* weights, long count, long axis, long columns)
    {
        int lanes = TSimd.Lanes;
        long i = 0;
        for (; i <= columns - lanes; i += lanes)
        {
            TVec sum = TSimd.Multiply(TSimd.Load(x + i), TSimd.Broadcast(weights[0]));
            for (long tap = 1; tap < count; tap++)
                sum = TSimd.MultiplyAdd(TSimd.Load(x + (tap * axis) + i), TSimd.Broadcast(weights[tap]), sum);
            TSimd.Store(y + i, sum);
        }

        int tail = (int)(columns - i);
        if (tail > 0)
        {
            TVec sum = TSimd.Multiply(TSimd.LoadTail(x + i, tail), TSimd.Broadcast(weights[0]));
            for (long tap = 1; tap < count; tap++)
                sum = TSimd.MultiplyAdd(TSimd.LoadTail(x + (tap * axis) + i, tail), TSimd.Broadcast(weights[tap]), sum);
            TSimd.StoreTail(y + i, sum, tail);
        }
    }
}
