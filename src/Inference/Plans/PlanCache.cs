namespace Fovea.Inference.Plans;

/// <summary>
/// A bounded LRU cache of compiled plans. Thread-safe: concurrent requests for the same plan compile it once. The first caller compiles it
/// without holding a lock, and the others wait.
/// </summary>
internal sealed class PlanCache<TKey, TPlan>(int capacity)
    where TKey : notnull
    where TPlan : class
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (TaskCompletionSource<TPlan> Plan, long Used)> _plans = [];
    private long _clock;

    public TPlan GetOrAdd(TKey key, Func<TPlan> compile)
    {
        TaskCompletionSource<TPlan>? own = null;
        TaskCompletionSource<TPlan> plan;
        lock (_lock)
        {
            plan = _plans.TryGetValue(key, out (TaskCompletionSource<TPlan> Plan, long Used) entry)
                ? entry.Plan
                : own = new TaskCompletionSource<TPlan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _plans[key] = (plan, ++_clock);
            if (_plans.Count > Math.Max(1, capacity))
                _plans.Remove(_plans.MinBy(p => p.Value.Used).Key);
        }

        return own is null ? plan.Task.GetAwaiter().GetResult() : Compile(key, own, compile);
    }

    private TPlan Compile(TKey key, TaskCompletionSource<TPlan> own, Func<TPlan> compile)
    {
        try
        {
            TPlan plan = compile();
            own.SetResult(plan);
            return plan;
        }
        catch (Exception error)
        {
            // The entry may have been evicted meanwhile, and replaced by a plan that did compile.
            lock (_lock)
            {
                if (_plans.TryGetValue(key, out (TaskCompletionSource<TPlan> Plan, long Used) kept) && kept.Plan == own)
                    _plans.Remove(key);
            }

            own.SetException(error);
            // Marks the exception as observed, in case no caller waits.
            _ = own.Task.Exception;
            throw;
        }
    }
}
