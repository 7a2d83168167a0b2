using Fovea.Models.Hosting;

namespace Fovea.Models.Tests.Hosting;

public sealed class ConcurrencyGateTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task As_many_enter_as_there_are_slots_and_the_next_waits_until_one_leaves()
    {
        using var gate = Gate(slots: 2, maxWaiting: 1, Long);
        ConcurrencyGate.Pass first = await gate.EnterAsync(default);
        using ConcurrencyGate.Pass second = await gate.EnterAsync(default);

        ValueTask<ConcurrencyGate.Pass> third = gate.EnterAsync(default);
        Assert.False(third.IsCompleted);
        Assert.Equal(1, gate.Waiting);
        first.Dispose();

        using ConcurrencyGate.Pass entered = await third;
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Beyond_the_waiting_room_callers_are_turned_away_with_a_time_to_come_back()
    {
        using var gate = Gate(slots: 1, maxWaiting: 0, Long);
        using ConcurrencyGate.Pass first = await gate.EnterAsync(default);

        var error = await Assert.ThrowsAsync<ServingException>(async () => await gate.EnterAsync(default));

        Assert.Equal(ServingError.Overloaded, error.Error);
        Assert.InRange(error.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Contains("wash dishes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_is_bounded()
    {
        using var gate = Gate(slots: 1, maxWaiting: 5, TimeSpan.FromMilliseconds(20));
        ConcurrencyGate.Pass first = await gate.EnterAsync(default);

        var error = await Assert.ThrowsAsync<ServingException>(async () => await gate.EnterAsync(default));

        Assert.Equal(ServingError.QueueTimeout, error.Error);
        Assert.Equal(0, gate.Waiting);
        first.Dispose();
        using ConcurrencyGate.Pass again = await gate.EnterAsync(default);
    }

    [Fact]
    public async Task A_cancelled_caller_leaves_the_waiting_room()
    {
        using var gate = Gate(slots: 1, maxWaiting: 1, Long);
        using ConcurrencyGate.Pass first = await gate.EnterAsync(default);
        using var cancel = new CancellationTokenSource();
        ValueTask<ConcurrencyGate.Pass> waiting = gate.EnterAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await waiting);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Leaving_twice_frees_one_place()
    {
        using var gate = Gate(slots: 1, maxWaiting: 0, Long);
        ConcurrencyGate.Pass first = await gate.EnterAsync(default);
        first.Dispose();
        first.Dispose();

        using ConcurrencyGate.Pass second = await gate.EnterAsync(default);

        await Assert.ThrowsAsync<ServingException>(async () => await gate.EnterAsync(default));
    }

    [Fact]
    public async Task Never_more_than_the_slots_are_inside()
    {
        using var gate = Gate(slots: 3, maxWaiting: 1000, Long);
        int inside = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            using ConcurrencyGate.Pass pass = await gate.EnterAsync(default);
            int now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        })));

        Assert.InRange(most, 1, 3);
        Assert.Equal(0, gate.Waiting);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private static ConcurrencyGate Gate(int slots, int maxWaiting, TimeSpan maxWait) =>
        new("wash dishes", new GateOptions { Slots = slots, MaxWaiting = maxWaiting, MaxWait = maxWait });
}
