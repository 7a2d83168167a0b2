namespace Fovea.Inference.Planning;

/// <summary>The compiled plans of a model, at most so many: the one unused for longest makes room. Thread-safe; a plan is compiled once even when several ask.</summary>
internal sealed class PlanCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Lazy<CompiledPlan> Plan, long Used)> _plans = [];
    private long _clock;

    public CompiledPlan GetOrAdd(string key, Func<CompiledPlan> compile)
    {
        Lazy<CompiledPlan> plan;
        lock (_lock)
        {
            plan = _plans.TryGetValue(key, out (Lazy<CompiledPlan> Plan, long Used) entry) ? entry.Plan : new Lazy<CompiledPlan>(compile);
            _plans[key] = (plan, ++_clock);
            if (_plans.Count > Math.Max(1, capacity))
                _plans.Remove(_plans.MinBy(p => p.Value.Used).Key);
        }

        try
        {
            return plan.Value;
        }
        catch
        {
            lock (_lock)
                _plans.Remove(key);
            throw;
        }
    }
}
