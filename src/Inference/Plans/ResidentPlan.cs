namespace Fovea.Inference.Plans;

/// <summary>
/// A plan in memory. Its cache and every run hold a reference each; its memory is freed when the last one is gone, on the thread that gives
/// it back. Thread-safe.
/// </summary>
/// <param name="stage">What was compiled.</param>
/// <param name="budget">The budget of all plans.</param>
internal sealed class ResidentPlan(PlanStage stage, PlanBudget budget)
{
    private const int Cache = 1;

    // The one of the cache, and that of the caller who compiled the plan.
    private int _uses = Cache + 1;
    private int _retired;
    private PlanStage? _stage = stage;

    /// <summary>What was compiled; only a caller that has entered may ask.</summary>
    public PlanStage Stage => _stage ?? throw new ObjectDisposedException(nameof(ResidentPlan));

    /// <summary>Removes the plan from the cache that has it, and retires it.</summary>
    public Action Evict { get; set; } = () => { };

    /// <summary>The bytes that the plan takes.</summary>
    public long Bytes { get; } = stage.Parts.Memory.Bytes;

    /// <summary>When it was last used, by <see cref="PlanBudget.Now"/>.</summary>
    public long LastUse { get; private set; } = budget.Now;

    /// <summary>Whether it runs now.</summary>
    public bool IsInUse => Volatile.Read(ref _uses) > Cache;

    /// <summary>Begins a use; false if the plan was evicted.</summary>
    public bool TryEnter()
    {
        int uses = Volatile.Read(ref _uses);
        while (uses > 0 && Volatile.Read(ref _retired) == 0)
        {
            int found = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (found == uses)
            {
                LastUse = budget.Now;
                return true;
            }

            uses = found;
        }

        return false;
    }

    /// <summary>Ends a use.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _uses) != 0)
            return;
        Stage.Parts.Memory.Dispose();
        _stage = null;
    }

    /// <summary>The cache gives the plan up: no use begins any more.</summary>
    public void Retire()
    {
        if (Interlocked.Exchange(ref _retired, 1) != 0)
            return;
        Stage.Parts.Memory.Retire(this);
        Leave();
    }
}
