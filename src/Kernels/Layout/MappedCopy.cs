using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Layout;

/// <summary>
/// A copy in which tables say along some axes which element of the source each element of the result is: padding by repetition, and
/// resizing to the nearest element.
/// </summary>
/// <param name="loops">Loops over the result, outermost first; at least one.</param>
/// <param name="elementSize">Bytes per element: 1, 2, 4 or 8.</param>
internal sealed unsafe class MappedCopy(MappedLoop[] loops, int elementSize)
{
    /// <summary>An entry of a table for an element that has the filler.</summary>
    public const long Filler = long.MinValue;

    /// <summary>Runs up to this many elements are copied one by one: a call takes longer.</summary>
    private const long ShortRun = 8;

    /// <summary>Copies the indices [first, last) of the outermost loop.</summary>
    /// <param name="source">The source's first element.</param>
    /// <param name="target">The result's first element.</param>
    /// <param name="filler">The element of positions that the source does not have; null if there are none.</param>
    /// <param name="tables">For each loop its table, in elements of the source; null for a loop of even steps.</param>
    /// <param name="first">The first index.</param>
    /// <param name="last">The index after the last.</param>
    public void Run(void* source, void* target, void* filler, long** tables, long first, long last)
    {
        // Only the size of an element matters, so elements are moved as integers of that size.
        switch (elementSize)
        {
            case sizeof(byte):
                Walk(0, first, last, (byte*)source, (byte*)target, (byte*)filler, tables);
                break;
            case sizeof(ushort):
                Walk(0, first, last, (ushort*)source, (ushort*)target, (ushort*)filler, tables);
                break;
            case sizeof(uint):
                Walk(0, first, last, (uint*)source, (uint*)target, (uint*)filler, tables);
                break;
            default:
                Walk(0, first, last, (ulong*)source, (ulong*)target, (ulong*)filler, tables);
                break;
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private void Walk<T>(int depth, long first, long last, T* source, T* target, T* filler, long** tables) where T : unmanaged
    {
        MappedLoop loop = loops[depth];
        long* table = tables[depth];
        if (depth == loops.Length - 1)
        {
            if (table == null)
                Line(source + (first * loop.Source), target + (first * loop.Target), last - first, loop.Source, loop.Target);
            else
                MappedLine(source, target, filler, table, first, last, loop.Target);
            return;
        }

        long inner = loops[depth + 1].Count;
        for (long i = first; i < last; i++)
        {
            T* to = target + (i * loop.Target);
            long from = table == null ? i * loop.Source : table[i];
            if (from == Filler)
                Fill(depth + 1, to, *filler);
            else if (table != null && i > first && from == table[i - 1] && loop.Block > 0)
                // The same elements as before: they are in the cache, and contiguous.
                System.Buffer.MemoryCopy(to - loop.Target, to, loop.Block * sizeof(T), loop.Block * sizeof(T));
            else
                Walk(depth + 1, 0, inner, source + from, to, filler, tables);
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Line<T>(T* source, T* target, long count, long from, long to) where T : unmanaged
    {
        if (from == 1 && to == 1 && count > ShortRun)
        {
            System.Buffer.MemoryCopy(source, target, count * sizeof(T), count * sizeof(T));
            return;
        }

        for (long i = 0; i < count; i++)
            target[i * to] = source[i * from];
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void MappedLine<T>(T* source, T* target, T* filler, long* table, long first, long last, long to) where T : unmanaged
    {
        for (long i = first; i < last; i++)
        {
            long from = table[i];
            target[i * to] = from == Filler ? *filler : source[from];
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private void Fill<T>(int depth, T* target, T value) where T : unmanaged
    {
        MappedLoop loop = loops[depth];
        for (long i = 0; i < loop.Count; i++)
        {
            if (depth == loops.Length - 1)
                target[i * loop.Target] = value;
            else
                Fill(depth + 1, target + (i * loop.Target), value);
        }
    }
}
