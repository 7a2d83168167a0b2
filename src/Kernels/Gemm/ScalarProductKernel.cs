using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Gemm;

/// <summary>Products of matrices of other types than float32. Integers wrap around.</summary>
internal static unsafe class ScalarProductKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>The rows [first, last) of the result, counted over all matrices.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in ProductArguments t, long first, long last)
    {
        for (long row = first; row < last; row++)
        {
            long matrix = row / t.Rows;
            T* a = (T*)t.A + (matrix * t.AStride) + ((row - (matrix * t.Rows)) * t.Depth);
            T* b = (T*)t.B + (matrix * t.BStride);
            T* y = (T*)t.Y + (row * t.Columns);
            for (long column = 0; column < t.Columns; column++)
                y[column] = T.Zero;
            // Row by row of b, so that memory is read in its order; each sum still grows in the order of the depth.
            for (long k = 0; k < t.Depth; k++, b += t.Columns)
            {
                T factor = a[k];
                for (long column = 0; column < t.Columns; column++)
                    y[column] = unchecked(y[column] + (factor * b[column]));
            }
        }
    }
}
