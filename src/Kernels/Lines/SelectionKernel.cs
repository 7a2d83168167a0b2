using System.Numerics;
using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Lines;

/// <summary>The largest or smallest elements of each line, in order.</summary>
internal static unsafe class SelectionKernel<T>
    where T : unmanaged, INumber<T>
{
    /// <summary>
    /// The <see cref="LineArguments.Results"/> most extreme elements of each line, the most extreme first, and their positions. Of equal
    /// elements the one with the lower position comes first; NaN counts as larger than any number.
    /// </summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(bool largest, in LineArguments t)
    {
        long count = t.Results;
        long inner = t.Inner;
        long* heap = t.Scratch;
        for (long line = t.FirstLine; line < t.LastLine && count > 0; line++)
        {
            T* x = (T*)t.X + t.Start(line);
            long target = t.Target(line);

            // A heap of the positions chosen so far, the least extreme on top: it gives way to each better one. n log k comparisons.
            for (long i = 0; i < count; i++)
                heap[i] = i;
            for (long i = (count / 2) - 1; i >= 0; i--)
                SiftDown(largest, x, inner, heap, i, count);
            for (long i = count; i < t.Extent; i++)
            {
                if (!Precedes(largest, x, inner, i, heap[0]))
                    continue;
                heap[0] = i;
                SiftDown(largest, x, inner, heap, 0, count);
            }

            // The top is the last of the result; without it, the next one is.
            for (long left = count; left > 0; left--)
            {
                long position = heap[0];
                heap[0] = heap[left - 1];
                SiftDown(largest, x, inner, heap, 0, left - 1);
                long at = target + ((left - 1) * inner);
                ((T*)t.Y)[at] = x[position * inner];
                t.Indices[at] = position;
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void SiftDown(bool largest, T* x, long inner, long* heap, long node, long count)
    {
        while (true)
        {
            long child = (2 * node) + 1;
            if (child >= count)
                return;
            if (child + 1 < count && Precedes(largest, x, inner, heap[child], heap[child + 1]))
                child++;
            if (!Precedes(largest, x, inner, heap[node], heap[child]))
                return;
            (heap[node], heap[child]) = (heap[child], heap[node]);
            node = child;
        }
    }

    // Whether the element at position a comes before that at b. No two positions are equal in this order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Precedes(bool largest, T* x, long inner, long a, long b)
    {
        T left = x[a * inner];
        T right = x[b * inner];
        if (left == right)
            return a < b;
        if (T.IsNaN(left) || T.IsNaN(right))
        {
            bool both = T.IsNaN(left) && T.IsNaN(right);
            return both ? a < b : T.IsNaN(left) == largest;
        }

        return largest ? left > right : left < right;
    }
}
