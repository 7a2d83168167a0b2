namespace Fovea.Inference.Plans;

/// <summary>What a <see cref="PlanCache{TKey, TPlan}"/> keeps: a plan in memory, under the object that callers hold.</summary>
internal interface ICachedPlan
{
    /// <summary>The plan in memory.</summary>
    ResidentPlan Compiled { get; }
}
