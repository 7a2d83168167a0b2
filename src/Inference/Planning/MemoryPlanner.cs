using Fovea.Inference.Execution;

namespace Fovea.Inference.Planning;

/// <summary>
/// Gives every arena buffer an offset such that no two buffers that live at the same time overlap: largest first, each into the
/// smallest gap that fits (best fit; the greedy-by-size strategy of Pisarchyk and Lee, "Efficient Memory Management for Deep Neural
/// Net Inference", 2020).
/// </summary>
internal static class MemoryPlanner
{
    /// <summary>Sets the offsets; returns the bytes of the arena.</summary>
    public static long Plan(IEnumerable<PlanBuffer> buffers)
    {
        var placed = new List<PlanBuffer>();
        long arena = 0;
        foreach (PlanBuffer buffer in buffers.OrderByDescending(b => b.Bytes).ThenBy(b => b.First))
        {
            long size = Alignment.Up(Math.Max(1, buffer.Bytes));
            long best = -1;
            long bestGap = long.MaxValue;
            long end = 0;
            foreach (PlanBuffer other in placed)
            {
                if (other.First > buffer.Last || other.Last < buffer.First)
                    continue;
                long gap = other.Offset - end;
                if (gap >= size && gap < bestGap)
                    (best, bestGap) = (end, gap);
                end = Math.Max(end, other.Offset + Alignment.Up(Math.Max(1, other.Bytes)));
            }

            buffer.Offset = best >= 0 ? best : end;
            arena = Math.Max(arena, buffer.Offset + size);
            int place = placed.FindIndex(b => b.Offset > buffer.Offset);
            placed.Insert(place < 0 ? placed.Count : place, buffer);
        }

        return arena;
    }
}
