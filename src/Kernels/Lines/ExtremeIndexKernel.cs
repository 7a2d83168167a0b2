using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Lines;

/// <summary>The position of the largest or smallest element of each line.</summary>
internal static unsafe class ExtremeIndexKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>
    /// indices[line] = the first position, or the last one, of the extreme element. A NaN counts as more extreme than any number.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(bool largest, bool takeLast, in LineArguments t)
    {
        T* x = (T*)t.X;
        long inner = t.Inner;
        for (long line = t.FirstLine; line < t.LastLine;)
        {
            // Neighbouring lines are compared element by element, so that memory is read in its order also where inner is large.
            long count = Math.Min(Math.Min(1024, t.LastLine - line), inner - (line % inner));
            T* from = x + t.Start(line);
            long* best = t.Indices + line;
            new Span<long>(best, (int)count).Clear();
            for (long position = 1; position < t.Extent; position++)
            {
                T* row = from + (position * inner);
                for (long i = 0; i < count; i++)
                {
                    if (IsBetter(largest, takeLast, row[i], from[(best[i] * inner) + i]))
                        best[i] = position;
                }
            }

            line += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBetter(bool largest, bool takeLast, T value, T best)
    {
        if (largest ? value > best : value < best)
            return true;
        if (value == best)
            return takeLast;
        return T.IsNaN(value) && (takeLast || !T.IsNaN(best));
    }
}
