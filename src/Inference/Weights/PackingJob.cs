using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>Weights to pack into allocated memory; the threads that need them first do the work. Thread-safe, without locks.</summary>
/// <param name="source">The constant; null if the packing needs no source.</param>
/// <param name="packing">The packing.</param>
/// <param name="target">The memory to write.</param>
/// <param name="context">The requesting node, for errors.</param>
internal sealed class PackingJob(ConstantData? source, Packing packing, PlanBuffer target, ErrorContext context)
{
    private PackingAttempt? _attempt;

    public PlanBuffer Target => target;

    /// <summary>Whether the weights are packed.</summary>
    public bool IsDone => Volatile.Read(ref _attempt) is { HasSucceeded: true };

    /// <summary>The current or successful attempt; a new one if there is none or the last one failed.</summary>
    public PackingAttempt Join()
    {
        PackingAttempt? present = Volatile.Read(ref _attempt);
        while (present is null || present.HasFailed)
        {
            var next = new PackingAttempt(source, packing, target, context);
            PackingAttempt? found = Interlocked.CompareExchange(ref _attempt, next, present);
            if (found == present)
                return next;
            present = found;
        }

        return present;
    }
}
