namespace Fovea.Inference.Plans;

/// <summary>The compiled plans of a model, at most so many: the one unused for longest makes room. Thread-safe; a plan is compiled once even when several ask.</summary>
internal sealed class PlanCache<TKey, TPlan>(int capacity)
    where TKey : notnull
    where TPlan : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (Lazy<TPlan> Plan, long Used)> _plans = [];
    private long _clock;

    public TPlan GetOrAdd(TKey key, Func<TPlan> compile)
    {
        Lazy<TPlan> plan;
        lock (_lock)
        {
            plan = _plans.TryGetValue(key, out (Lazy<TPlan> Plan, long Used) entry) ? entry.Plan : new Lazy<TPlan>(compile);
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
            // The place may have been lost meanwhile, and taken by a plan that did compile.
            lock (_lock)
            {
                if (_plans.TryGetValue(key, out (Lazy<TPlan> Plan, long Used) kept) && kept.Plan == plan)
                    _plans.Remove(key);
            }

            throw;
        }
    }
}
