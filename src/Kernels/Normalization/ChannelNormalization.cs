using System.Runtime.CompilerServices;
using Fovea.Kernels.Reductions;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Normalization;

/// <summary>Normalisations, with statistics that are given per channel or computed from the data.</summary>
internal static unsafe class ChannelNormalization<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>
    /// y[r, c] = clamp(x[r, c] * scale[c] + shift[c]): a batch normalisation that could not be folded into weights, in channels-last order.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Affine(in AffineArguments t)
    {
        int lanes = TSimd.Lanes;
        float* x = t.X;
        float* y = t.Y;
        float* scale = t.Scale;
        float* shift = t.Shift;
        long columns = t.Columns;
        TVec low = TSimd.Broadcast(t.Min);
        TVec high = TSimd.Broadcast(t.Max);
        for (long row = 0; row < t.Rows; row++, x += t.XRow, y += t.YRow)
        {
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
            {
                TVec value = TSimd.MultiplyAdd(TSimd.Load(x + i), TSimd.Load(scale + i), TSimd.Load(shift + i));
                TSimd.Store(y + i, SimdMath<TSimd, TVec>.Clamp(value, low, high));
            }

            int tail = (int)(columns - i);
            if (tail > 0)
            {
                TVec value = TSimd.MultiplyAdd(
                    TSimd.LoadTail(x + i, tail), TSimd.LoadTail(scale + i, tail), TSimd.LoadTail(shift + i, tail));
                TSimd.StoreTail(y + i, SimdMath<TSimd, TVec>.Clamp(value, low, high), tail);
            }
        }
    }

    /// <summary>
    /// Layer normalisation of contiguous rows: (x - mean) / sqrt(variance + epsilon) * scale + shift, with scale and shift per
    /// column (Ba, Kiros, Hinton, "Layer Normalization", 2016). Without the mean: x / sqrt(mean of x * x + epsilon) (Zhang, Sennrich, "Root
    /// Mean Square Layer Normalization", 2019).
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void LayerRows(in LayerNormalizationArguments t)
    {
        int lanes = TSimd.Lanes;
        float* x = t.X;
        float* y = t.Y;
        float* scale = t.Scale;
        float* shift = t.Shift;
        long columns = t.Columns;
        for (long row = 0; row < t.Rows; row++, x += columns, y += columns)
        {
            float mean = t.IsUncentered ? 0f : ReductionKernel<TSimd, TVec>.Sum(x, columns) / columns;
            float factor = Center(x, y, columns, mean, t.Epsilon, t.IsUncentered, out float rest);
            if (t.Mean != null)
                t.Mean[row] = mean + rest;
            if (t.InverseDeviation != null)
                t.InverseDeviation[row] = factor;
            if (scale == null)
            {
                Scale(y, columns, factor, -rest * factor);
                continue;
            }

            TVec factors = TSimd.Broadcast(factor);
            TVec offsets = TSimd.Broadcast(-rest * factor);
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
            {
                TVec value = TSimd.MultiplyAdd(TSimd.Load(y + i), factors, offsets);
                TSimd.Store(y + i, TSimd.MultiplyAdd(value, TSimd.Load(scale + i), TSimd.Load(shift + i)));
            }

            int tail = (int)(columns - i);
            if (tail > 0)
            {
                TVec value = TSimd.MultiplyAdd(TSimd.LoadTail(y + i, tail), factors, offsets);
                TSimd.StoreTail(y + i, TSimd.MultiplyAdd(value, TSimd.LoadTail(scale + i, tail), TSimd.LoadTail(shift + i, tail)), tail);
            }
        }
    }

    /// <summary>Instance normalisation of one contiguous plane with one scale and shift (Ulyanov, Vedaldi, Lempitsky, 2016).</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Plane(in InstanceNormalizationArguments t)
    {
        int lanes = TSimd.Lanes;
        float* y = t.Y;
        long count = t.Count;
        float mean = ReductionKernel<TSimd, TVec>.Sum(t.X, count) / count;
        float factor = Center(t.X, y, count, mean, t.Epsilon, isUncentered: false, out float rest) * t.Scale;
        TVec factors = TSimd.Broadcast(factor);
        TVec shifts = TSimd.Broadcast(t.Shift - (rest * factor));
        TVec low = TSimd.Broadcast(t.Min);
        TVec high = TSimd.Broadcast(t.Max);
        long i = 0;
        for (; i <= count - lanes; i += lanes)
            TSimd.Store(y + i, SimdMath<TSimd, TVec>.Clamp(TSimd.MultiplyAdd(TSimd.Load(y + i), factors, shifts), low, high));
        int tail = (int)(count - i);
        if (tail > 0)
            TSimd.StoreTail(
                y + i, SimdMath<TSimd, TVec>.Clamp(TSimd.MultiplyAdd(TSimd.LoadTail(y + i, tail), factors, shifts), low, high), tail);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Scale(float* y, long count, float factor, float offset)
    {
        TVec factors = TSimd.Broadcast(factor);
        TVec offsets = TSimd.Broadcast(offset);
        long i = 0;
        for (; i <= count - TSimd.Lanes; i += TSimd.Lanes)
            TSimd.Store(y + i, TSimd.MultiplyAdd(TSimd.Load(y + i), factors, offsets));
        int tail = (int)(count - i);
        if (tail > 0)
            TSimd.StoreTail(y + i, TSimd.MultiplyAdd(TSimd.LoadTail(y + i, tail), factors, offsets), tail);
    }

    /// <summary>
    /// Writes x - mean to y and returns 1 / sqrt(variance + epsilon); the variance is the mean of the squares of what was written, without
    /// cancellation. The mean of what was written, <paramref name="rest"/>, is what the mean lost by its rounding: far from zero, that may
    /// be many times the deviation's own rounding. The variance and the caller correct for it (Chan, Golub, LeVeque, "Algorithms for
    /// Computing the Sample Variance", 1983).
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float Center(float* x, float* y, long count, float mean, float epsilon, bool isUncentered, out float rest)
    {
        int lanes = TSimd.Lanes;
        TVec means = TSimd.Broadcast(mean);
        double sum = 0;
        double squares = 0;
        long i = 0;
        while (i <= count - lanes)
        {
            TVec blockSum = TSimd.Zero;
            TVec blockSquares = TSimd.Zero;
            for (long end = ReductionKernel<TSimd, TVec>.BlockEnd(i, count); i < end; i += lanes)
            {
                TVec difference = TSimd.Subtract(TSimd.Load(x + i), means);
                TSimd.Store(y + i, difference);
                blockSum = TSimd.Add(blockSum, difference);
                blockSquares = TSimd.MultiplyAdd(difference, difference, blockSquares);
            }

            sum += TSimd.Sum(blockSum);
            squares += TSimd.Sum(blockSquares);
        }

        for (; i < count; i++)
        {
            float difference = x[i] - mean;
            y[i] = difference;
            sum += difference;
            squares += difference * difference;
        }

        double center = isUncentered ? 0 : sum / count;
        rest = (float)center;
        return 1f / MathF.Sqrt((float)Math.Max(0, (squares / count) - (center * center)) + epsilon);
    }
}
