using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Pooling;

/// <summary>
/// Maximum pooling of integers: vectors run over channels. A maximum has the same bits in any order and at any width, so the platform's own
/// vectors (<see cref="Vector{T}"/>) are used for every instruction set.
/// </summary>
internal static unsafe class IntegerPoolingKernel<T>
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <summary>The largest element of each window in the output rows [firstRow, lastRow), counted over the whole batch.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Maximum(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow)
    {
        for (long row = firstRow; row < lastRow; row++)
        {
            var line = new PoolingLine(shape, row);
            T* input = (T*)t.Input + line.Input;
            T* output = (T*)t.Output + line.Output;
            for (int x = 0; x < shape.OutputWidth; x++, output += shape.OutputPixelStride)
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
            for (int channel = 0; channel < channels; channel++)
                output[channel] = Largest(input + channel, in window);
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

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static T Largest(T* input, in PoolingWindow window)
    {
        T result = T.MinValue;
        for (int z = 0; z < window.Planes; z++)
        {
            for (int y = 0; y < window.Rows; y++)
            {
                T* from = input + (z * window.PlaneStep) + (y * window.RowStep);
                for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                    result = T.Max(result, *from);
            }
        }

        return result;
    }
}
