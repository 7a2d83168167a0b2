using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Pooling;

/// <summary>
/// Maximum pooling of integers: vectors run over channels. A maximum has the same bits in any order and at any width, so the platform's own
/// vectors (<see cref="Vector{T}"/>) are used for every instruction set. Fewer channels are compared as floats, which have fewer lanes.
/// </summary>
/// <typeparam name="TSimd">The operations of a vector of floats.</typeparam>
/// <typeparam name="TVec">The vector of floats.</typeparam>
/// <typeparam name="T">byte or sbyte.</typeparam>
internal static unsafe class IntegerPoolingKernel<TSimd, TVec, T>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>The largest element of each window for the output pixels [first, last), counted over the whole batch.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Maximum(ConvolutionShape shape, in PoolingArguments t, long first, long last)
    {
        for (long pixel = first; pixel < last;)
        {
            long row = pixel / shape.OutputWidth;
            var line = new PoolingLine(shape, row);
            int x = (int)(pixel - (row * shape.OutputWidth));
            int end = (int)Math.Min(shape.OutputWidth, x + last - pixel);
            pixel += end - x;
            T* input = (T*)t.Input + line.Input;
            T* output = (T*)t.Output + line.Output + (x * shape.OutputPixelStride);
            for (; x < end; x++, output += shape.OutputPixelStride)
            {
                PoolingWindow window = line.Window(x);
                Pixel(input + window.First, in window, output, shape.OutputChannels);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Pixel(T* input, in PoolingWindow window, T* output, int channels)
    {
        int lanes = Vector<T>.Count;
        if (channels < lanes)
        {
            for (int next = 0; next < channels; next += TSimd.Lanes)
            {
                int channel = Math.Max(0, Math.Min(next, channels - TSimd.Lanes));
                Few((byte*)(input + channel), in window, (byte*)(output + channel), Math.Min(TSimd.Lanes, channels));
            }

            return;
        }

        for (int next = 0; next < channels; next += lanes)
        {
            // The last vector overlaps the previous one; the common channels get the same result twice.
            int channel = Math.Min(next, channels - lanes);
            var result = new Vector<T>(T.MinValue);
            for (int z = 0; z < window.Planes; z++)
            {
                for (int y = 0; y < window.Rows; y++)
                {
                    T* from = input + (z * window.PlaneStep) + (y * window.RowStep) + channel;
                    for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                        result = Vector.Max(result, Vector.Load(from));
                }
            }

            result.Store(output + channel);
        }
    }

    // Bytes are exact as floats.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Few(byte* input, in PoolingWindow window, byte* output, int channels)
    {
        bool whole = channels == TSimd.Lanes;
        TVec result = TSimd.Broadcast(float.CreateTruncating(T.MinValue));
        for (int z = 0; z < window.Planes; z++)
        {
            for (int y = 0; y < window.Rows; y++)
            {
                byte* from = input + (z * window.PlaneStep) + (y * window.RowStep);
                for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                {
                    result = TSimd.Max(
                        result,
                        whole ? ByteVectors<TSimd, TVec, T>.Load(from) : ByteVectors<TSimd, TVec, T>.LoadTail(from, channels));
                }
            }
        }

        if (whole)
            TSimd.StoreBytes(output, result);
        else
            ByteVectors<TSimd, TVec, T>.StoreTail(output, result, channels);
    }
}
