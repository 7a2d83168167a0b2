using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Pooling;

/// <summary>Maximum pooling with the indices of the maxima, over planes of one channel, one element at a time.</summary>
internal static unsafe class IndexedPoolingKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>The output pixels [first, last), counted over all planes. The shape has one channel; its images are the planes.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(ConvolutionShape shape, in IndexedPoolingArguments t, long first, long last)
    {
        T* output = (T*)t.Output;
        for (long pixel = first; pixel < last;)
        {
            long row = pixel / shape.OutputWidth;
            var line = new PoolingLine(shape, row);
            T* plane = (T*)t.Input + line.Input;
            long end = Math.Min(last, (row + 1) * shape.OutputWidth);
            for (; pixel < end; pixel++)
            {
                PoolingWindow window = line.Window((int)(pixel - (row * shape.OutputWidth)));
                long found = Find(plane, in window);
                output[pixel] = plane[found];
                t.Indices[pixel] = line.Input + (t.ColumnMajor ? ColumnMajor(shape, found) : found);
            }
        }
    }

    // The first of the largest elements, as an offset in the plane; later ones that are no numbers do not replace it.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static long Find(T* plane, in PoolingWindow window)
    {
        long found = window.First;
        for (int z = 0; z < window.Planes; z++)
        {
            for (int y = 0; y < window.Rows; y++)
            {
                long from = window.First + (z * window.PlaneStep) + (y * window.RowStep);
                for (int x = 0; x < window.Columns; x++, from += window.ColumnStep)
                    found = plane[from] > plane[found] ? from : found;
            }
        }

        return found;
    }

    private static long ColumnMajor(ConvolutionShape shape, long offset)
    {
        long x = offset % shape.InputWidth;
        long y = offset / shape.InputWidth % shape.InputHeight;
        long z = offset / shape.InputWidth / shape.InputHeight;
        return z + (shape.InputDepth * (y + (shape.InputHeight * x)));
    }
}
