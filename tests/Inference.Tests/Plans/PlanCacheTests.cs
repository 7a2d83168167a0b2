namespace Fovea.Inference.Tests.Plans;

/// <summary>Which plans are cached, and which caller compiles them.</summary>
public sealed class PlanCacheTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly List<string> _compiled = [];

    [Fact]
    public void A_plan_is_compiled_once_when_several_ask()
    {
        var cache = new CachedPlans(4);
        using var asked = new CountdownEvent(6);
        int compiles = 0;
        string Compile()
        {
            Interlocked.Increment(ref compiles);
            Assert.True(asked.Wait(Limit));
            return new string('p', 3);
        }

        string[] plans = new string[6];
        Thread[] callers = Start(6, i =>
        {
            asked.Signal();
            plans[i] = cache.GetOrAdd("key", Compile);
        });
        Join(callers);
        Assert.Equal(1, compiles);
        Assert.All(plans, plan => Assert.Same(plans[0], plan));
    }

    [Fact]
    public void The_plan_unused_for_longest_makes_room()
    {
        var cache = new CachedPlans(3);
        Ask(cache, "a", "b", "c");
        Ask(cache, "a");
        Ask(cache, "d");
        Assert.Equal(["a", "b", "c", "d"], _compiled);
        Ask(cache, "c", "a", "d");
        Assert.Equal(4, _compiled.Count);
        Ask(cache, "b");
        Assert.Equal(["b"], _compiled[4..]);

        // That was at the expense of c.
        Ask(cache, "a", "d", "b", "c");
        Assert.Equal(["c"], _compiled[5..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void At_least_one_plan_is_cached(int capacity)
    {
        var cache = new CachedPlans(capacity);
        Ask(cache, "a", "a", "b", "b", "a");
        Assert.Equal(["a", "b", "a"], _compiled);
    }

    [Fact]
    public void A_plan_that_does_not_compile_is_tried_again()
    {
        var cache = new CachedPlans(2);
        foreach (string message in new[] { "no", "still no" })
        {
            string Compile() => throw new InvalidModelException(message);
            Assert.Equal(message, Assert.Throws<InvalidModelException>(() => cache.GetOrAdd("a", Compile)).Message);
        }

        Ask(cache, "a", "a");
        Assert.Equal(["a"], _compiled);
    }

    [Fact]
    public void A_plan_that_does_not_compile_fails_all_waiting_callers()
    {
        var cache = new CachedPlans(2);
        var callers = new Thread[4];
        int compiles = 0;
        string Compile()
        {
            Interlocked.Increment(ref compiles);
            Assert.True(SpinWait.SpinUntil(() => callers.Count(c => c.ThreadState.HasFlag(ThreadState.WaitSleepJoin)) == 3, Limit));
            throw new InvalidModelException("no");
        }

        var errors = new Exception?[callers.Length];
        for (int i = 0; i < callers.Length; i++)
        {
            int caller = i;
            callers[i] = new Thread(() => errors[caller] = Record.Exception(() => cache.GetOrAdd("a", Compile))) { IsBackground = true };
        }

        foreach (Thread caller in callers)
            caller.Start();
        Join(callers);
        Assert.Equal(1, compiles);
        Assert.All(errors, error => Assert.Same(errors[0], Assert.IsType<InvalidModelException>(error)));
        Ask(cache, "a");
        Assert.Equal(["a"], _compiled);
    }

    [Fact]
    public void Another_key_does_not_wait_for_a_plan_in_progress()
    {
        var cache = new CachedPlans(2);
        using var begun = new ManualResetEventSlim();
        using var hold = new ManualResetEventSlim();
        string? slow = null;
        Thread[] caller = Start(1, _ => slow = cache.GetOrAdd("slow", () => Held("plan of slow", begun, hold)));
        Assert.True(begun.Wait(Limit));
        Thread[] other = Start(1, _ => Ask(cache, "quick"));
        Join(other);
        Assert.Equal(["quick"], _compiled);
        hold.Set();
        Join(caller);
        Assert.Equal("plan of slow", slow);
        Ask(cache, "slow", "quick");
        Assert.Equal(["quick"], _compiled);
    }

    [Fact]
    public void A_failure_after_eviction_removes_no_other_plan()
    {
        var cache = new CachedPlans(1);
        using var begun = new ManualResetEventSlim();
        using var hold = new ManualResetEventSlim();
        Exception? error = null;
        Thread[] caller = Start(1, _ => error = Record.Exception(() => cache.GetOrAdd("a", () => Held(null, begun, hold))));
        Assert.True(begun.Wait(Limit));
        Ask(cache, "b", "a");
        hold.Set();
        Join(caller);
        Assert.IsType<InvalidModelException>(error);
        Ask(cache, "a");
        Assert.Equal(["b", "a"], _compiled);
    }

    private static string Held(string? plan, ManualResetEventSlim begun, ManualResetEventSlim hold)
    {
        begun.Set();
        Assert.True(hold.Wait(Limit));
        return plan ?? throw new InvalidModelException("no");
    }

    private void Ask(CachedPlans cache, params string[] keys)
    {
        foreach (string key in keys)
        {
            Assert.Equal($"plan of {key}", cache.GetOrAdd(key, () =>
            {
                _compiled.Add(key);
                return $"plan of {key}";
            }));
        }
    }

    private static Thread[] Start(int count, Action<int> body)
    {
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => body(i)) { IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        return threads;
    }

    private static void Join(Thread[] threads) => Assert.All(threads, thread => Assert.True(thread.Join(Limit), "A caller has not ended."));
}
