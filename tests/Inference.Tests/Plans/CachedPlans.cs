using Fovea.Inference.Plans;

namespace Fovea.Inference.Tests.Plans;

/// <summary>A cache of plans that are only names and take no memory.</summary>
internal sealed class CachedPlans(int capacity)
{
    private readonly PlanBudget _budget = new(0);
    private PlanCache<string, NamedPlan>? _cache;

    /// <summary>Finds or compiles a plan, without a use.</summary>
    public string GetOrAdd(string key, Func<string> compile)
    {
        LazyInitializer.EnsureInitialized(ref _cache, () => new PlanCache<string, NamedPlan>(capacity, _budget));
        NamedPlan plan = _cache.Enter(key, () => New(compile()), out ResidentPlan entered);
        entered.Leave();
        return plan.Name;
    }

    private NamedPlan New(string name)
    {
        var parts = new PlanParts([], [], [], 0, PlanMemory.Reserve(_budget, constants: null, objectBytes: 0));
        return new NamedPlan(name, new ResidentPlan(new PlanStage(parts, [], [], [], null), _budget));
    }

    private sealed record NamedPlan(string Name, ResidentPlan Compiled) : ICachedPlan;
}
