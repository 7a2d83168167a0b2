using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Sampling;

/// <summary>The grid of an affine transform (ONNX AffineGrid).</summary>
internal static unsafe class AffineGridKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The positions [first, last), counted over all images.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in AffineGridArguments t, long first, long last)
    {
        long positions = t.Depth * t.Height * t.Width;
        double* place = stackalloc double[3];
        for (long position = first; position < last; position++)
        {
            long image = position / positions;
            long pixel = position - (image * positions);
            place[0] = Coordinate(pixel % t.Width, t.Width, t.AlignCorners);
            place[1] = Coordinate(pixel / t.Width % t.Height, t.Height, t.AlignCorners);
            place[2] = Coordinate(pixel / t.Width / t.Height, t.Depth, t.AlignCorners);
            T* theta = (T*)t.Theta + (image * t.Axes * (t.Axes + 1));
            T* grid = (T*)t.Grid + (position * t.Axes);
            for (int row = 0; row < t.Axes; row++)
            {
                T* factors = theta + (row * (t.Axes + 1));
                double sum = double.CreateTruncating(factors[t.Axes]);
                for (int axis = 0; axis < t.Axes; axis++)
                    sum += double.CreateTruncating(factors[axis]) * place[axis];
                grid[row] = T.CreateTruncating(sum);
            }
        }
    }

    private static double Coordinate(long index, long extent, bool alignCorners) => !alignCorners
        ? (((2.0 * index) + 1) / extent) - 1
        : extent == 1 ? -1 : (2.0 * index / (extent - 1)) - 1;
}
