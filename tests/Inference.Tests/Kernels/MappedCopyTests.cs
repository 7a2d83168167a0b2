using System.Runtime.InteropServices;
using CsCheck;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Copies by tables, against one element at a time.</summary>
public sealed unsafe class MappedCopyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Tables_and_even_steps_in_any_order(int size) =>
        Gen.Select(Gen.Int[1, 12].Array[1, 4], Gen.Int[0, 1_000_000]).Sample((extents, seed) => Check(extents, seed, size));

    private static void Check(int[] extents, int seed, int size)
    {
        var random = new Random(seed);
        int rank = extents.Length;
        int count = extents.Aggregate(1, (a, b) => a * b);
        int[] order = [.. Enumerable.Range(0, rank)];
        random.Shuffle(order);
        long[] strides = new long[rank];
        long stride = 1;
        foreach (int axis in order)
        {
            strides[axis] = stride;
            stride *= extents[axis];
        }

        byte[] source = new byte[count * size];
        random.NextBytes(source);
        byte[] filler = new byte[size];
        random.NextBytes(filler);
        // Outermost first; every other loop has a table.
        int[] loopOrder = [.. order.Reverse()];
        long[]?[] tables = [.. loopOrder.Select(axis => random.Next(2) == 0 ? null : Enumerable.Range(0, extents[axis])
            .Select(_ => random.Next(5) == 0 ? MappedCopy.Filler : random.Next(extents[axis]) * strides[axis]).ToArray())];
        long block = 1;
        var loops = new MappedLoop[rank];
        for (int i = rank - 1; i >= 0; i--)
        {
            int axis = loopOrder[i];
            loops[i] = new MappedLoop(extents[axis], strides[axis], strides[axis], block);
            block *= extents[axis];
        }

        byte[] found = new byte[source.Length];
        var copy = new MappedCopy(loops, size);
        var handles = tables.Select(t => t is null ? default : GCHandle.Alloc(
            t, GCHandleType.Pinned)).ToArray();
        long** pointers = stackalloc long*[rank];
        for (int i = 0; i < rank; i++)
            pointers[i] = tables[i] is null ? null : (long*)handles[i].AddrOfPinnedObject();
        fixed (byte* from = source, to = found, fill = filler)
        {
            long half = loops[0].Count / 2;
            copy.Run(from, to, fill, pointers, 0, half);
            copy.Run(from, to, fill, pointers, half, loops[0].Count);
        }

        foreach (GCHandle handle in handles.Where(h => h.IsAllocated))
            handle.Free();
        for (int place = 0; place < count; place++)
        {
            long at = 0;
            bool filled = false;
            for (int i = 0; i < rank; i++)
            {
                long index = place / loops[i].Target % loops[i].Count;
                long offset = tables[i] is { } table ? table[index] : index * loops[i].Source;
                filled |= offset == MappedCopy.Filler;
                at += filled ? 0 : offset;
            }

            Assert.Equal(
                filled ? filler : source[(int)(at * size)..(int)((at + 1) * size)], found[(place * size)..((place + 1) * size)]);
        }
    }
}
