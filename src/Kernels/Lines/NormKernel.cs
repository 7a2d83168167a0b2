using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Lines;

/// <summary>Lines divided by their norm.</summary>
internal static unsafe class NormKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>
    /// y = x / (sum of |x|), or x / sqrt(sum of x * x); a line of zeros stays as it is. The norm is summed in double precision.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(bool squared, in LineArguments t)
    {
        for (long line = t.FirstLine; line < t.LastLine; line++)
        {
            T* x = (T*)t.X + t.Start(line);
            T* y = (T*)t.Y + t.Start(line);
            double sum = 0;
            for (long i = 0; i < t.Extent; i++)
            {
                double value = double.CreateTruncating(x[i * t.Inner]);
                sum += squared ? value * value : Math.Abs(value);
            }

            double norm = squared ? Math.Sqrt(sum) : sum;
            norm = norm == 0 ? 1 : norm;
            for (long i = 0; i < t.Extent; i++)
                y[i * t.Inner] = T.CreateTruncating(double.CreateTruncating(x[i * t.Inner]) / norm);
        }
    }
}
