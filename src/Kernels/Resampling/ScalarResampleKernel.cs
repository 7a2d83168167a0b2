using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Resampling;

/// <summary>Weighted sums along one axis, one element at a time: for types without vectors, and for columns that are apart.</summary>
internal static unsafe class ScalarResampleKernel<T>
    where T : unmanaged, INumber<T>
{
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in ResampleArguments t)
    {
        T outside = T.CreateTruncating(t.Outside);
        // Columns outermost: where columns are rows of an image, the axis is the contiguous one.
        for (long column = 0; column < t.Columns; column++)
        {
            T* x = (T*)t.X + (column * t.XColumn);
            T* y = (T*)t.Y + (column * t.YColumn);
            for (long i = t.First; i < t.Last; i++)
            {
                long count = t.Elements[(2 * i) + 1];
                T* from = x + (t.Elements[2 * i] * t.XAxis);
                T* weights = (T*)t.Weights + (i * t.Taps);
                T sum = T.Zero;
                for (long tap = 0; tap < count; tap++)
                    sum += from[tap * t.XAxis] * weights[tap];
                y[i * t.YAxis] = count == 0 ? outside : sum;
            }
        }
    }
}
