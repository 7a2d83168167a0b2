namespace Fovea.Inference.Memory;

/// <summary>
/// Gives every arena buffer an offset such that no two buffers that live at the same time overlap, largest first (the greedy-by-size strategy of
/// Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020), in one of two ways.
/// </summary>
internal static class MemoryPlanner
{
    /// <summary>Buffers below this may lie anywhere: moving them between cores takes no time worth planning for.</summary>
    private const long SmallBytes = 4096;

    /// <summary>Sets the offsets; returns the bytes of the arena.</summary>
    /// <param name="buffers">What is to be placed.</param>
    /// <param name="threads">The most threads of a run: one packs tightly, several keep each core's part of every buffer in the same place.</param>
    public static long Plan(IEnumerable<PlanBuffer> buffers, int threads)
    {
        PlanBuffer[] ordered = [.. buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.FirstStep)];
        if (threads == 1)
            return Pack(ordered, 0);
        return Pack(ordered.Where(b => b.Bytes < SmallBytes), Center(ordered.Where(b => b.Bytes >= SmallBytes)));
    }

    // Each into the smallest gap that fits (best fit).
    private static long Pack(IEnumerable<PlanBuffer> buffers, long start)
    {
        var placed = new List<PlanBuffer>();
        long arena = start;
        foreach (PlanBuffer buffer in buffers)
        {
            long size = Size(buffer);
            long best = -1;
            long bestGap = long.MaxValue;
            long end = start;
            foreach (PlanBuffer other in placed)
            {
                if (!Overlap(buffer, other))
                    continue;
                long gap = other.Offset - end;
                if (gap >= size && gap < bestGap)
                    (best, bestGap) = (end, gap);
                end = Math.Max(end, other.Offset + Size(other));
            }

            buffer.Offset = best >= 0 ? best : end;
            arena = Math.Max(arena, buffer.Offset + size);
            int index = placed.FindIndex(b => b.Offset > buffer.Offset);
            placed.Insert(index < 0 ? placed.Count : index, buffer);
        }

        return arena;
    }

    // Rows of a step are split between cores from the first to the last, so that one core owns the front of every buffer and another its back.
    // Buffers that follow each other in the same memory share their centre: with two cores each cache line then stays with one of them.
    private static long Center(IEnumerable<PlanBuffer> buffers)
    {
        var slots = new List<(long Start, long Size, List<PlanBuffer> Buffers)>();
        long arena = 0;
        foreach (PlanBuffer buffer in buffers)
        {
            long size = Size(buffer);
            int slot = slots.FindLastIndex(s => !s.Buffers.Exists(other => Overlap(buffer, other)));
            if (slot < 0)
            {
                slot = slots.Count;
                slots.Add((arena, size, []));
                arena += size;
            }

            (long start, long slotSize, List<PlanBuffer> others) = slots[slot];
            buffer.Offset = start + ((slotSize - size) / 2 / Alignment.Bytes * Alignment.Bytes);
            others.Add(buffer);
        }

        return arena;
    }

    private static bool Overlap(PlanBuffer a, PlanBuffer b) => a.FirstStep <= b.LastStep && b.FirstStep <= a.LastStep;

    private static long Size(PlanBuffer buffer) => Alignment.Up(Math.Max(1, buffer.Bytes));
}
