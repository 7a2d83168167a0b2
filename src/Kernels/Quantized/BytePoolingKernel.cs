using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// Means of windows of bytes: vectors run over channels. Sums are integers, and exact in floats for windows of at most
/// <see cref="BytePooling.MostElements"/> elements; a sum is multiplied once, by the input's scale divided by the output's and the count.
/// </summary>
/// <typeparam name="TSimd">The operations of the vector.</typeparam>
/// <typeparam name="TVec">The vector.</typeparam>
/// <typeparam name="T">byte or sbyte.</typeparam>
internal static unsafe class BytePoolingKernel<TSimd, TVec, T>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where T : unmanaged
{
    /// <summary>The mean of each window for the output pixels [first, last), counted over the whole batch.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Average(ConvolutionShape shape, in BytePoolingArguments t, long first, long last)
    {
        for (long pixel = first; pixel < last;)
        {
            long row = pixel / shape.OutputWidth;
            var line = new PoolingLine(shape, row);
            int x = (int)(pixel - (row * shape.OutputWidth));
            int end = (int)Math.Min(shape.OutputWidth, x + last - pixel);
            pixel += end - x;
            byte* input = (byte*)t.Pooling.Input + line.Input;
            byte* output = (byte*)t.Pooling.Output + line.Output + (x * shape.OutputPixelStride);
            for (; x < end; x++, output += shape.OutputPixelStride)
            {
                PoolingWindow window = line.Window(x);
                long inside = (long)window.Planes * window.Rows * window.Columns;
                long count = t.Pooling.CountPadding ? line.Padded(x, in t.Pooling) : inside;
                Pixel(in t, input + window.First, in window, inside, t.InputScale / (t.OutputScale * count), output, shape.OutputChannels);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Pixel(
        in BytePoolingArguments t, byte* input, in PoolingWindow window, long inside, float factor, byte* output, int channels)
    {
        int lanes = TSimd.Lanes;
        bool narrow = channels < lanes;
        TVec zeros = TSimd.Broadcast(inside * t.InputZero);
        TVec scale = TSimd.Broadcast(factor);
        for (int next = 0; next < channels; next += lanes)
        {
            // The last vector overlaps the previous one; the common channels get the same result twice.
            int channel = narrow ? 0 : Math.Min(next, channels - lanes);
            TVec sum = TSimd.Zero;
            for (int z = 0; z < window.Planes; z++)
            {
                for (int y = 0; y < window.Rows; y++)
                {
                    byte* from = input + (z * window.PlaneStep) + (y * window.RowStep) + channel;
                    for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                    {
                        sum = TSimd.Add(
                            sum, narrow ? ByteVectors<TSimd, TVec, T>.LoadTail(from, channels) : ByteVectors<TSimd, TVec, T>.Load(from));
                    }
                }
            }

            TVec mean = ByteVectors<TSimd, TVec, T>.Quantize(
                TSimd.Multiply(TSimd.Subtract(sum, zeros), scale), TSimd.Broadcast(t.Min), TSimd.Broadcast(t.Max),
                TSimd.Broadcast(t.OutputZero));
            if (narrow)
                ByteVectors<TSimd, TVec, T>.StoreTail(output, mean, channels);
            else
                TSimd.StoreBytes(output + channel, mean);
        }
    }
}
