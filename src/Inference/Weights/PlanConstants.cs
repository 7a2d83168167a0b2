using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// The constants of one plan: asks the model's store for what all plans share and a store of its own for what only this plan has, and
/// collects what has to be written before the plan runs.
/// </summary>
/// <param name="shared">The model's store.</param>
/// <param name="planStore">The store of the plan; made when it is needed where null.</param>
internal sealed class PlanConstants(ConstantStore shared, ConstantStore? planStore = null)
{
    private readonly HashSet<PackingJob> _needed = [];
    private ConstantStore? _planStore = planStore;

    /// <summary>What is of this plan only; null where there is nothing. The plan keeps it.</summary>
    public ConstantStore? PlanStore => _planStore;

    /// <summary>The node that asks for constants now, for errors.</summary>
    public ErrorContext ErrorContext { get; set; } = ErrorContext.None;

    /// <summary>A constant's elements in plain order.</summary>
    public PlanBuffer Plain(ConstantData constant) => Packed(constant, new PlainPacking(constant.ElementType, constant.Shape.ElementCount));

    /// <summary>The memory of a packed constant, written when <see cref="Fill"/> has returned.</summary>
    /// <param name="source">What is packed; null where the packing says all.</param>
    /// <param name="packing">How.</param>
    public PlanBuffer Packed(ConstantData? source, Packing packing)
    {
        ConstantStore store = source is { IsPlanSpecific: true } ? _planStore ??= shared.ForPlan() : shared;
        PackingJob job = store.Job(source, packing, ErrorContext);
        _needed.Add(job);
        return job.Target;
    }

    /// <summary>Writes the weights that were asked for, on up to so many threads.</summary>
    /// <exception cref="EngineFaultException">A packing failed in a way that is not the model's fault.</exception>
    public void Fill(int threads) => shared.Fill(_needed, threads);
}
