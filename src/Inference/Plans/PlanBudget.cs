namespace Fovea.Inference.Plans;

/// <summary>
/// The memory of the compiled plans of all models of an engine: a plan that is compiled makes room for itself by evicting those that were
/// not used for longest. An evicted plan on which runs are in progress keeps its memory until the last of them has ended. Thread-safe.
/// </summary>
/// <param name="maxBytes">The most bytes that plans may take, those that are evicted and still run left out.</param>
internal sealed class PlanBudget(long maxBytes)
{
    private readonly Lock _lock = new();

    // Weak, so that a model that nobody disposed can still be collected together with its plans.
    private readonly List<WeakReference<ResidentPlan>> _kept = [];
    private long _used;
    private long _leaving;
    private long _clock;

    /// <summary>Bytes of all plans: those that are kept or being compiled, and those that are evicted and still run.</summary>
    public long UsedBytes => Interlocked.Read(ref _used) + Interlocked.Read(ref _leaving);

    /// <summary>Counts the requests for plans. A plan that is used has the count of the moment.</summary>
    public long Now => Volatile.Read(ref _clock);

    /// <summary>Counts a request for a plan.</summary>
    public long Tick() => Interlocked.Increment(ref _clock);

    /// <summary>Makes room for a plan that is being compiled.</summary>
    /// <exception cref="ActivationLimitException">The plan alone takes more than all plans may.</exception>
    public void Reserve(long bytes)
    {
        Check(bytes);
        Interlocked.Add(ref _used, bytes);
        MakeRoom();
    }

    /// <summary>Checks that a plan of this size could be kept.</summary>
    /// <exception cref="ActivationLimitException">It alone takes more than all plans may.</exception>
    public void Check(long bytes)
    {
        if (bytes > maxBytes)
            throw ActivationLimitException.OfPlan(bytes, maxBytes);
    }

    /// <summary>From now on the plan, whose memory is reserved, may be evicted.</summary>
    public void Keep(ResidentPlan plan)
    {
        lock (_lock)
            _kept.Add(new WeakReference<ResidentPlan>(plan));
        // Others may have been compiled at the same time, when there was nothing to evict.
        MakeRoom();
    }

    /// <summary>The plan is no longer in a cache; its memory counts as leaving until it is released.</summary>
    public void Retire(ResidentPlan plan, long bytes)
    {
        lock (_lock)
            _kept.RemoveAll(entry => !entry.TryGetTarget(out ResidentPlan? kept) || kept == plan);
        Interlocked.Add(ref _leaving, bytes);
        Interlocked.Add(ref _used, -bytes);
    }

    /// <summary>The memory of a plan is free.</summary>
    /// <param name="bytes">What it took.</param>
    /// <param name="retired">Whether the plan was retired before.</param>
    public void Release(long bytes, bool retired) => Interlocked.Add(ref retired ? ref _leaving : ref _used, -bytes);

    private void MakeRoom()
    {
        while (Interlocked.Read(ref _used) > maxBytes && TakeOldest() is { } plan)
            plan.Evict();
    }

    // A plan that runs would keep its memory, so that others go first.
    private ResidentPlan? TakeOldest()
    {
        lock (_lock)
        {
            ResidentPlan? oldest = null;
            (bool Runs, long Used) least = default;
            foreach (WeakReference<ResidentPlan> entry in _kept)
            {
                if (!entry.TryGetTarget(out ResidentPlan? plan))
                    continue;
                (bool Runs, long Used) use = (plan.IsInUse, plan.LastUse);
                if (oldest is null || use.CompareTo(least) < 0)
                    (oldest, least) = (plan, use);
            }

            _kept.RemoveAll(entry => !entry.TryGetTarget(out ResidentPlan? plan) || plan == oldest);
            return oldest;
        }
    }
}
