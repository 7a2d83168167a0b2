using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// The constants of one plan. Requests those of the file from the model's store, which all plans share, and those that the plan's shapes
/// made from a store of the plan, and collects the packing jobs that must finish before the plan runs.
/// </summary>
/// <param name="shared">The model's store.</param>
/// <param name="budget">Memory is taken from it before it is allocated.</param>
/// <param name="planStore">The store of the plan; null to create one when it is needed.</param>
internal sealed class PlanConstants(ConstantStore shared, LoadBudget budget, ConstantStore? planStore = null)
{
    private readonly HashSet<PackingJob> _needed = [];
    private ConstantStore? _planStore = planStore;

    /// <summary>The constants that only this plan has, which the plan keeps alive; null if there are none.</summary>
    public ConstantStore? PlanStore => _planStore;

    /// <summary>What the compilation may take.</summary>
    public LoadBudget Budget => budget;

    /// <summary>The node that is being lowered, for errors.</summary>
    public ErrorContext ErrorContext { get; set; } = ErrorContext.None;

    /// <summary>A constant's elements in plain order.</summary>
    public PlanBuffer Plain(ConstantData constant) => Packed(constant, new PlainPacking(constant.ElementType, constant.Shape.ElementCount));

    /// <summary>The memory of a packed constant; it is written once <see cref="Fill"/> has returned.</summary>
    /// <param name="source">
    /// The constant; null if the packing needs no source. How many zeros there are, and which number, may follow from the shapes, so that
    /// these belong to the plan.
    /// </param>
    /// <param name="packing">The packing.</param>
    public PlanBuffer Packed(ConstantData? source, Packing packing)
    {
        ConstantStore store = source is null or { IsPlanSpecific: true } ? _planStore ??= shared.ForPlan() : shared;
        PackingJob job = store.Job(source, packing, ErrorContext, budget);
        _needed.Add(job);
        return job.Target;
    }

    /// <summary>Packs the requested constants on at most <paramref name="threads"/> threads.</summary>
    /// <exception cref="EngineFaultException">A packing failed in a way that is not the model's fault.</exception>
    public void Fill(int threads) => shared.Fill(_needed, threads, budget);
}
