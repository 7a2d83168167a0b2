namespace Fovea.Inference.Memory;

/// <summary>
/// Assigns arena offsets such that buffers with overlapping lifetimes do not overlap in memory. Buffers are placed largest first (the
/// greedy-by-size strategy of Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020), with one of two
/// strategies.
/// </summary>
internal static class MemoryPlanner
{
    /// <summary>Buffers smaller than this are placed anywhere: moving them between cores costs little.</summary>
    private const long SmallBytes = 4096;

    /// <summary>Sets the offsets, and returns the size of the arena in bytes.</summary>
    /// <param name="buffers">The buffers to place.</param>
    /// <param name="threads">The most threads of a run: with one, buffers are packed tightly; with several, each core's part of every
    /// buffer stays in the same memory.</param>
    public static long Plan(IEnumerable<PlanBuffer> buffers, int threads)
    {
        PlanBuffer[] ordered = [.. buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.FirstStep)];
        if (threads == 1)
            return Pack(ordered, 0);
        return Pack([.. ordered.Where(b => b.Bytes < SmallBytes)], Center(ordered.Where(b => b.Bytes >= SmallBytes)));
    }

    // Best fit: each buffer goes into the smallest gap that is large enough.
    private static long Pack(IReadOnlyList<PlanBuffer> buffers, long start)
    {
        var placed = new PlacedBuffers(buffers);
        long arena = start;
        foreach (PlanBuffer buffer in buffers)
        {
            long size = Size(buffer);
            long best = -1;
            long bestGap = long.MaxValue;
            long end = start;
            foreach (PlanBuffer other in placed.AliveWith(buffer))
            {
                long gap = other.Offset - end;
                if (gap >= size && gap < bestGap)
                    (best, bestGap) = (end, gap);
                end = Math.Max(end, other.Offset + Size(other));
            }

            buffer.Offset = best >= 0 ? best : end;
            arena = Math.Max(arena, buffer.Offset + size);
            placed.Add(buffer);
        }

        return arena;
    }

    // The rows of a step are split between cores in order, so that one core works on the front of every buffer and another on its back.
    // Buffers that reuse the same memory are therefore aligned at their centres: with two cores, each cache line then stays with one of
    // them.
    private static long Center(IEnumerable<PlanBuffer> buffers)
    {
        var slots = new List<(long Start, long Size, Lifetimes Buffers)>();
        long arena = 0;
        foreach (PlanBuffer buffer in buffers)
        {
            long size = Size(buffer);
            int slot = slots.FindLastIndex(s => s.Buffers.IsFree(buffer));
            if (slot < 0)
            {
                slot = slots.Count;
                slots.Add((arena, size, new Lifetimes()));
                arena += size;
            }

            (long start, long slotSize, Lifetimes others) = slots[slot];
            buffer.Offset = start + ((slotSize - size) / 2 / Alignment.Bytes * Alignment.Bytes);
            others.Add(buffer);
        }

        return arena;
    }

    private static long Size(PlanBuffer buffer) => Alignment.Up(Math.Max(1, buffer.Bytes));

    // Buffers of one slot, of which no two are alive at the same time, by their first steps.
    private sealed class Lifetimes
    {
        private readonly List<int> _first = [];
        private readonly List<int> _last = [];

        public bool IsFree(PlanBuffer buffer)
        {
            int next = Next(buffer);
            return (next == _first.Count || _first[next] > buffer.LastStep) && (next == 0 || _last[next - 1] < buffer.FirstStep);
        }

        public void Add(PlanBuffer buffer)
        {
            int next = Next(buffer);
            _first.Insert(next, buffer.FirstStep);
            _last.Insert(next, buffer.LastStep);
        }

        private int Next(PlanBuffer buffer)
        {
            int found = _first.BinarySearch(buffer.FirstStep);
            return found < 0 ? ~found : found;
        }
    }
}
