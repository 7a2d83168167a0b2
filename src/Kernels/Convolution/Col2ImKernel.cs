using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>Adds up overlapping blocks to images (ONNX Col2Im), over any number of axes.</summary>
internal static unsafe class Col2ImKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>Numbers per axis in <see cref="Col2ImArguments.Geometry"/>.</summary>
    public const int PerAxis = 6;

    /// <summary>The planes [first, last).</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in Col2ImArguments t, long first, long last)
    {
        long size = Product(in t, 0);
        long taps = Product(in t, 1);
        long positions = Product(in t, 2);
        for (long plane = first; plane < last; plane++)
        {
            T* image = (T*)t.Image + (plane * size);
            T* columns = (T*)t.Columns + (plane * taps * positions);
            for (long i = 0; i < size; i++)
                image[i] = T.Zero;
            for (long tap = 0; tap < taps; tap++)
            {
                for (long position = 0; position < positions; position++)
                {
                    long target = Target(in t, tap, position);
                    if (target >= 0)
                        image[target] = unchecked(image[target] + columns[(tap * positions) + position]);
                }
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static long Product(in Col2ImArguments t, int number)
    {
        long product = 1;
        for (int axis = 0; axis < t.Axes; axis++)
            product *= t.Geometry[(axis * PerAxis) + number];
        return product;
    }

    // Where a tap of the block at a position lies in the image; -1 beside it.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static long Target(in Col2ImArguments t, long tap, long position)
    {
        long target = 0;
        long stride = 1;
        bool inside = true;
        for (int axis = t.Axes - 1; axis >= 0; axis--)
        {
            long* g = t.Geometry + (axis * PerAxis);
            long i = (position % g[2] * g[3]) - g[5] + (tap % g[1] * g[4]);
            inside &= i >= 0 && i < g[0];
            target += i * stride;
            stride *= g[0];
            position /= g[2];
            tap /= g[1];
        }

        return inside ? target : -1;
    }
}
