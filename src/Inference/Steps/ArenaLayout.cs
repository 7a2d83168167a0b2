using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>Plans the arena of a run for the buffers that steps read and write.</summary>
internal static class ArenaLayout
{
    /// <summary>
    /// The most bytes of all buffers together, far above any memory. The arena is no larger than that, so offsets fit into 64 bits.
    /// </summary>
    private const double MaxBytes = 1L << 62;

    /// <summary>Determines each buffer's lifetime and assigns its offset; returns the arena's size in bytes.</summary>
    /// <exception cref="InvalidInputException">The buffers together exceed 2^62 bytes.</exception>
    public static long Plan(IReadOnlyList<Step> steps, IReadOnlyList<View> inputs, IReadOnlyList<View> outputs, int threads)
    {
        var buffers = new HashSet<PlanBuffer>();
        void Use(PlanBuffer? buffer, int step)
        {
            if (buffer is null || buffer.IsConstant || buffer.BatchBuffer is not null)
                return;
            buffer.ExtendLifetime(step);
            buffers.Add(buffer);
        }

        foreach (View input in inputs)
            Use(input.Buffer, -1);
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (View view in steps[i].Reads)
                Use(view.Buffer, i);
            foreach (View view in steps[i].Writes)
                Use(view.Buffer, i);
            foreach (PlanBuffer buffer in steps[i].PackedReads)
                Use(buffer, i);
            Use(steps[i].Scratch, i);
        }

        foreach (View output in outputs)
            Use(output.Buffer, steps.Count);
        if (buffers.Sum(b => (double)b.Bytes) > MaxBytes)
            throw new InvalidInputException("the activations of a run exceed 2^62 bytes.");
        return MemoryPlanner.Plan(buffers, threads);
    }
}
