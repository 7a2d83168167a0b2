using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Lines;

/// <summary>Running sums or products along lines.</summary>
internal static unsafe class CumulativeKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>
    /// y[i] = the sum (or product) of x[0..i], without x[i] itself if <paramref name="exclusive"/>; from the end if
    /// <paramref name="reverse"/>. Integers wrap around.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(bool product, bool exclusive, bool reverse, in LineArguments t)
    {
        for (long line = t.FirstLine; line < t.LastLine; line++)
        {
            T* x = (T*)t.X + t.Start(line);
            T* y = (T*)t.Y + t.Start(line);
            T total = product ? T.One : T.Zero;
            for (long i = 0; i < t.Extent; i++)
            {
                long at = (reverse ? t.Extent - 1 - i : i) * t.Inner;
                T before = total;
                total = unchecked(product ? total * x[at] : total + x[at]);
                y[at] = exclusive ? before : total;
            }
        }
    }
}
