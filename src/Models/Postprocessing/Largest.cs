namespace Fovea.Models.Postprocessing;

/// <summary>The largest of many values, in one pass over them and with memory for the chosen ones only.</summary>
public static class Largest
{
    /// <summary>
    /// The indexes of the <paramref name="count"/> largest values (of all, when there are fewer): the largest first, equal ones by index,
    /// what is not a number last.
    /// </summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    public static int[] Of<T>(ReadOnlySpan<T> values, int count)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        // A heap, whose first item comes after all others: the one to be replaced.
        int[] heap = new int[Math.Min(count, values.Length)];
        for (int i = 0; i < heap.Length; i++)
            heap[i] = i;
        for (int i = heap.Length / 2 - 1; i >= 0; i--)
            Sink(values, heap, i);
        for (int i = heap.Length; i < values.Length && heap.Length > 0; i++)
        {
            // Of equal values the one with the higher index comes after.
            if (values[i].CompareTo(values[heap[0]]) <= 0)
                continue;
            heap[0] = i;
            Sink(values, heap, 0);
        }

        // What comes after the others goes to the end, one by one.
        for (int end = heap.Length - 1; end > 0; end--)
        {
            (heap[0], heap[end]) = (heap[end], heap[0]);
            Sink(values, heap.AsSpan(0, end), 0);
        }

        return heap;
    }

    private static void Sink<T>(ReadOnlySpan<T> values, Span<int> heap, int at)
        where T : IComparable<T>
    {
        int item = heap[at];
        while (2 * at + 1 < heap.Length)
        {
            int child = 2 * at + 1;
            if (child + 1 < heap.Length && IsAfter(values, heap[child + 1], heap[child]))
                child++;
            if (!IsAfter(values, heap[child], item))
                break;
            heap[at] = heap[child];
            at = child;
        }

        heap[at] = item;
    }

    private static bool IsAfter<T>(ReadOnlySpan<T> values, int a, int b)
        where T : IComparable<T>
    {
        int order = values[a].CompareTo(values[b]);
        return order < 0 || (order == 0 && a > b);
    }
}
