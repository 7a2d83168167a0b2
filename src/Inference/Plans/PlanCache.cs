namespace Fovea.Inference.Plans;

/// <summary>
/// The compiled plans of a model: at most a number of them, and only those that the budget of all models does not evict; those unused for
/// longest go first. Thread-safe: concurrent requests for the same plan compile it once. The first caller compiles it without holding a
/// lock, and the others wait.
/// </summary>
/// <param name="capacity">The most plans; at least one is kept.</param>
/// <param name="budget">The budget of all models.</param>
internal sealed class PlanCache<TKey, TPlan>(int capacity, PlanBudget budget)
    where TKey : notnull
    where TPlan : class, ICachedPlan
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _plans = [];

    /// <summary>The bytes of the plans that are compiled.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _plans.Values.Sum(entry => entry.Compiled?.Bytes ?? 0);
        }
    }

    /// <summary>
    /// Finds or compiles a plan and enters it; the caller leaves it (<see cref="ResidentPlan.Leave"/>) when it does not use it any more.
    /// </summary>
    /// <param name="key">The plan's key.</param>
    /// <param name="compile">Compiles it.</param>
    /// <param name="entered">The plan in memory, entered.</param>
    public TPlan Enter(TKey key, Func<TPlan> compile, out ResidentPlan entered)
    {
        while (true)
        {
            Entry? own = null;
            Entry? entry;
            Entry? evicted = null;
            lock (_lock)
            {
                long now = budget.Tick();
                if (!_plans.TryGetValue(key, out entry))
                {
                    _plans.Add(key, entry = own = new Entry(now));
                    if (_plans.Count > Math.Max(1, capacity))
                    {
                        (TKey oldest, evicted) = _plans.Where(plan => plan.Value != own).MinBy(plan => plan.Value.LastUse);
                        _plans.Remove(oldest);
                    }
                }
            }

            evicted?.Compiled?.Retire();
            if (own is not null)
                return Compile(key, own, compile, out entered);
            TPlan plan = entry.Plan.Task.GetAwaiter().GetResult();
            // A plan that was evicted meanwhile is in no cache any more.
            entered = entry.Compiled!;
            if (entered.TryEnter())
                return plan;
        }
    }

    /// <summary>Gives all plans up.</summary>
    public void Clear()
    {
        Entry[] plans;
        lock (_lock)
        {
            plans = [.. _plans.Values];
            _plans.Clear();
        }

        foreach (Entry entry in plans)
            entry.Compiled?.Retire();
    }

    private TPlan Compile(TKey key, Entry own, Func<TPlan> compile, out ResidentPlan entered)
    {
        try
        {
            TPlan plan = compile();
            entered = plan.Compiled;
            entered.Evict = () => Evict(key, own);
            bool kept;
            lock (_lock)
            {
                kept = _plans.TryGetValue(key, out Entry? entry) && entry == own;
                own.Compiled = entered;
            }

            if (kept)
                budget.Keep(entered);
            else
                entered.Retire();
            own.Plan.SetResult(plan);
            return plan;
        }
        catch (Exception error)
        {
            // The entry may have been evicted meanwhile, and replaced by a plan that did compile.
            Remove(key, own);
            own.Plan.SetException(error);
            // Marks the exception as observed, in case no caller waits.
            _ = own.Plan.Task.Exception;
            throw;
        }
    }

    private void Evict(TKey key, Entry entry)
    {
        // First out of the cache: who finds a retired plan looks for another one.
        Remove(key, entry);
        entry.Compiled?.Retire();
    }

    private void Remove(TKey key, Entry entry)
    {
        lock (_lock)
        {
            if (_plans.TryGetValue(key, out Entry? kept) && kept == entry)
                _plans.Remove(key);
        }
    }

    private sealed class Entry(long asked)
    {
        public TaskCompletionSource<TPlan> Plan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The plan; null while it is compiled.</summary>
        public ResidentPlan? Compiled { get; set; }

        public long LastUse => Math.Max(asked, Compiled?.LastUse ?? 0);
    }
}
