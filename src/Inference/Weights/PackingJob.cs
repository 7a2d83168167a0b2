using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>Weights that have their place, and are written by those who need them first. Thread-safe, without locks.</summary>
/// <param name="source">What is packed; null where the packing says all.</param>
/// <param name="packing">How.</param>
/// <param name="target">Where to.</param>
/// <param name="context">The node that needs it, for errors.</param>
internal sealed class PackingJob(ConstantData? source, Packing packing, PlanBuffer target, ErrorContext context)
{
    private PackingAttempt? _attempt;

    public PlanBuffer Target => target;

    /// <summary>Whether everything is written.</summary>
    public bool IsDone => Volatile.Read(ref _attempt) is { HasSucceeded: true };

    /// <summary>The attempt that goes on or has succeeded; a new one when there is none yet or the last has failed.</summary>
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
