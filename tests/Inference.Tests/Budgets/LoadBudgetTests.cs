using CsCheck;
using Fovea.Inference.Budgets;

namespace Fovea.Inference.Tests.Budgets;

/// <summary>What a load has taken, and when it is refused.</summary>
public sealed class LoadBudgetTests
{
    // A sixteenth of MaxBytes.
    private const long NotShared = 62;

    private static readonly LoadLimits Small = new() { MaxObjects = 1000, MaxBytes = 1000, MaxFoldingCost = 1000 };

    [Fact]
    public void Objects_up_to_the_limit_are_accepted_and_one_more_is_not()
    {
        using var budget = new LoadBudget(Small);
        budget.Count(999);
        budget.Count(1);
        LoadLimitException error = Assert.Throws<LoadLimitException>(() => budget.Count(1));
        Assert.Equal(LoadLimit.Objects, error.Limit);
        Assert.Contains("1,000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        using var budget = new LoadBudget(Small);
        for (int i = 0; i < 10; i++)
        {
            budget.Take(900, "a test");
            budget.Give(900);
        }

        budget.Take(1000, "a test");
        LoadLimitException error = Assert.Throws<LoadLimitException>(() => budget.Take(1, "a test"));
        Assert.Equal(LoadLimit.Bytes, error.Limit);
        Assert.StartsWith("a test would bring", error.Message, StringComparison.Ordinal);
        Assert.Equal((1000, 1000), (budget.Bytes, budget.MostBytes));
    }

    [Fact]
    public void After_a_refusal_everything_is_refused_with_the_same_reason()
    {
        using var budget = new LoadBudget(Small);
        string first = Assert.Throws<LoadLimitException>(() => budget.Spend(1001, "a test")).Message;
        Assert.Equal(first, Assert.Throws<LoadLimitException>(() => budget.Take(1, "another")).Message);
        Assert.Equal(first, Assert.Throws<LoadLimitException>(budget.ThrowIfOver).Message);
    }

    [Fact]
    public void A_file_allows_what_its_size_explains()
    {
        using var budget = new LoadBudget(Small);
        budget.AddFile(1000);
        budget.Take(1000 + (1000 * LoadLimits.BytesPerFileByte), "a test");
        budget.Spend(1000 + (1000 * LoadLimits.CostPerFileByte), "a test");
        Assert.Throws<LoadLimitException>(() => budget.Spend(1, "a test"));
    }

    [Fact]
    public void A_file_of_holes_allows_no_more_than_a_large_one()
    {
        using var budget = new LoadBudget(Small);
        for (int i = 0; i < 10; i++)
            budget.AddFile(long.MaxValue);
        budget.Take(LoadLimits.MostFileBytes * (double)LoadLimits.BytesPerFileByte, "a test");
        Assert.Throws<LoadLimitException>(() => budget.Take(1001, "a test"));
    }

    [Fact]
    public void Time_and_cancellation_end_a_load_and_are_told_apart()
    {
        using var late = new LoadBudget(Small with { MaxTime = TimeSpan.FromMilliseconds(1) });
        Assert.True(late.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
        Assert.Equal(LoadLimit.Time, Assert.Throws<LoadLimitException>(late.ThrowIfOver).Limit);

        using var stop = new CancellationTokenSource();
        using var stopped = new LoadBudget(Small with { MaxTime = TimeSpan.FromHours(1) }, memory: null, stop.Token);
        stopped.ThrowIfOver();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(stopped.ThrowIfOver);
        Assert.Throws<OperationCanceledException>(() => stopped.Take(1, "a test"));
        Assert.Throws<OperationCanceledException>(() =>
        {
            for (int i = 0; i < 1000; i++)
                stopped.Count(1);
        });
    }

    [Fact]
    public void A_load_that_waits_for_a_processor_does_not_use_its_time_up()
    {
        TimeSpan used = TimeSpan.Zero;
        using var load = new LoadBudget(
            Small with { MaxTime = TimeSpan.FromSeconds(2) }, memory: null, () => used, CancellationToken.None);
        Thread.Sleep(3000);
        load.ThrowIfOver();
        used = TimeSpan.FromSeconds(2);
        Assert.True(load.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
        Assert.Equal(LoadLimit.Time, Assert.Throws<LoadLimitException>(load.ThrowIfOver).Limit);
    }

    [Fact]
    public void A_load_that_computes_nothing_ends_all_the_same()
    {
        using var load = new LoadBudget(
            Small with { MaxTime = TimeSpan.FromMilliseconds(50) }, memory: null, () => TimeSpan.Zero, CancellationToken.None);
        Assert.True(load.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void The_clock_of_a_thread_counts_what_it_computes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells the processor time of a thread.");
        Func<TimeSpan?> clock = ThreadClock.OfCaller()!;
        TimeSpan before = clock()!.Value;
        Thread.Sleep(200);
        TimeSpan slept = clock()!.Value;
        Assert.InRange(slept - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(150));
        while (clock()!.Value - slept < TimeSpan.FromMilliseconds(50))
            Thread.SpinWait(1000);
        // As another thread sees it.
        TimeSpan seen = TimeSpan.Zero;
        var other = new Thread(() => seen = clock()!.Value);
        other.Start();
        other.Join();
        Assert.True(seen >= slept + TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void A_load_that_finds_the_shared_memory_taken_is_put_off_and_no_fault_of_its_own()
    {
        var memory = new LoadMemory(1500);
        using var first = new LoadBudget(Small, memory);
        first.Take(1000, "a test");
        using (var second = new LoadBudget(Small, memory))
        {
            second.Take(500, "a test");
            Assert.Throws<LoadPutOffException>(() => second.Take(200, "a test"));
            Assert.False(second.TryTake(200));
            Assert.True(second.TryTake(100));
        }

        Assert.Equal(1000 - NotShared, memory.UsedBytes);
        first.Dispose();
        Assert.Equal(0, memory.UsedBytes);
        using var again = new LoadBudget(Small, memory);
        again.Take(600, "a test");
    }

    [Fact]
    public void Alone_a_load_has_what_its_own_limit_allows_and_what_is_small_waits_for_nobody()
    {
        var memory = new LoadMemory(100);
        using var large = new LoadBudget(Small, memory);
        large.Take(500, "a test");
        large.Take(500, "a test");
        using var small = new LoadBudget(Small, memory);
        small.Take(NotShared, "a test");
        Assert.Throws<LoadPutOffException>(() => small.Take(1, "a test"));
    }

    [Fact]
    public void Shared_memory_is_given_back_to_the_byte_whatever_loads_do() =>
        Gen.Int[0, 3].Select(Gen.Int[0, 400], Gen.Bool).Array[0, 60].Sample(steps =>
        {
            var memory = new LoadMemory(1200);
            long[] held = [0, 0];
            LoadBudget[] budgets = [new(Small, memory), new(Small, memory)];
            foreach ((int what, int bytes, bool second) in steps)
            {
                int who = second ? 1 : 0;
                switch (what)
                {
                    case 0:
                        budgets[who].AddFile(bytes);
                        break;
                    case 1 when held[who] >= bytes:
                        budgets[who].Give(bytes);
                        held[who] -= bytes;
                        break;
                    case > 1 when budgets[who].TryTake(bytes):
                        held[who] += bytes;
                        break;
                }

                Assert.Equal(held[who], budgets[who].Bytes);
                Assert.Equal(held.Sum(bytes => Math.Max(0, bytes - NotShared)), memory.UsedBytes);
            }

            budgets[0].Dispose();
            budgets[1].Dispose();
            Assert.Equal(0, memory.UsedBytes);
        });
}
