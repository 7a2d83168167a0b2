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
    /// column (Ba, Kiros, Hinton, "Layer Normalization", 2016).
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
            float factor = Center(x, y, columns, t.Epsilon);
            TVec factors = TSimd.Broadcast(factor);
            long i = 0;
            for (; i <= columns - lanes; i += lanes)
                TSimd.Store(
                    y + i, TSimd.MultiplyAdd(TSimd.Multiply(TSimd.Load(y + i), factors), TSimd.Load(scale + i), TSimd.Load(shift + i)));
            int tail = (int)(columns - i);
            if (tail > 0)
            {
                TVec value = TSimd.Multiply(TSimd.LoadTail(y + i, tail), factors);
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
        float factor = Center(t.X, y, count, t.Epsilon);
        TVec factors = TSimd.Broadcast(factor * t.Scale);
        TVec shifts = TSimd.Broadcast(t.Shift);
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

    // Writes x - mean to y and returns 1 / sqrt(variance + epsilon); the variance is the mean of its squares (two passes: no cancellation).
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static float Center(float* x, float* y, long count, float epsilon)
    {
        int lanes = TSimd.Lanes;
        float mean = ReductionKernel<TSimd, TVec>.Sum(x, count) / count;
        TVec means = TSimd.Broadcast(mean);
        TVec squares = TSimd.Zero;
        long i = 0;
        for (; i <= count - lanes; i += lanes)
        {
            TVec difference = TSimd.Subtract(TSimd.Load(x + i), means);
            TSimd.Store(y + i, difference);
            squares = TSimd.MultiplyAdd(difference, difference, squares);
        }

        float sum = TSimd.Sum(squares);
        for (; i < count; i++)
        {
            float difference = x[i] - mean;
            y[i] = difference;
            sum += difference * difference;
        }

        return 1f / MathF.Sqrt((sum / count) + epsilon);
    }
}
