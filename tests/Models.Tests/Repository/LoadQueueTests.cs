using Fovea.Models.Repository;

namespace Fovea.Models.Tests.Repository;

/// <summary>Several loads at a time, of which those that take long hold up nobody.</summary>
public sealed class LoadQueueTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task Loads_run_in_their_order_and_no_more_than_there_are_places()
    {
        var queue = new LoadQueue(places: 2, Long);
        var order = new List<int>();
        int running = 0;
        int most = 0;
        using var firstTwo = new Barrier(2);
        LoadQueue.Load[] loads =
        [
            .. Enumerable.Range(0, 20).Select(i => queue.Add(
                () =>
                {
                    lock (order)
                    {
                        order.Add(i);
                        most = Math.Max(most, ++running);
                    }

                    // However busy the machine is, the first two are under way together.
                    if (i < 2)
                        firstTwo.SignalAndWait(Patience);
                    Thread.Sleep(2);
                    lock (order)
                        running--;
                    return LoadEnd.Done;
                },
                atOnce: false)),
        ];

        await Task.WhenAll(loads.Select(load => load.Task)).WaitAsync(Patience);
        Assert.Equal(2, most);
        // Two threads that begin at the same time may swap.
        Assert.All(order.Index(), found => Assert.InRange(found.Item, found.Index - 2, found.Index + 2));
    }

    [Fact]
    public async Task Ten_loads_that_do_not_end_hold_up_the_eleventh_for_their_slices_only()
    {
        var queue = new LoadQueue(places: 2, TimeSpan.FromMilliseconds(20));
        using var end = new ManualResetEventSlim();
        LoadQueue.Load[] stuck = [.. Enumerable.Range(0, 10).Select(_ => queue.Add(Stuck, atOnce: false))];
        LoadQueue.Load good = queue.Add(() => LoadEnd.Done, atOnce: false);

        await good.Task.WaitAsync(Patience);
        Assert.All(stuck, load => Assert.False(load.Task.IsCompleted));
        end.Set();
        await Task.WhenAll(stuck.Select(load => load.Task)).WaitAsync(Patience);

        LoadEnd Stuck()
        {
            end.Wait();
            return LoadEnd.Done;
        }
    }

    [Fact]
    public async Task A_load_on_request_waits_for_no_place_whether_it_is_queued_or_new()
    {
        var queue = new LoadQueue(places: 1, Long);
        using var end = new ManualResetEventSlim();
        LoadQueue.Load stuck = queue.Add(
            () =>
            {
                end.Wait();
                return LoadEnd.Done;
            },
            atOnce: false);
        LoadQueue.Load queued = queue.Add(() => LoadEnd.Done, atOnce: false);

        await queue.Add(() => LoadEnd.Done, atOnce: true).Task.WaitAsync(Patience);
        Assert.False(queued.Task.IsCompleted);
        queue.StartAtOnce(queued);
        await queued.Task.WaitAsync(Patience);
        end.Set();
        await stuck.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task What_was_put_off_runs_again_when_another_load_has_ended()
    {
        var queue = new LoadQueue(places: 2, Long);
        using var end = new ManualResetEventSlim();
        int tries = 0;
        LoadQueue.Load other = queue.Add(
            () =>
            {
                end.Wait();
                return LoadEnd.Done;
            },
            atOnce: false);
        LoadQueue.Load putOff = queue.Add(
            () => Interlocked.Increment(ref tries) == 1 && !other.Task.IsCompleted ? LoadEnd.PutOff : LoadEnd.Done, atOnce: false);

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref tries) == 1, Patience));
        await Task.Delay(50);
        Assert.False(putOff.Task.IsCompleted);
        end.Set();
        await putOff.Task.WaitAsync(Patience);
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task What_was_put_off_alone_runs_again_at_once()
    {
        var queue = new LoadQueue(places: 1, Long);
        int tries = 0;
        LoadQueue.Load load = queue.Add(
            () => Interlocked.Increment(ref tries) < 3 ? LoadEnd.PutOff : LoadEnd.Done, atOnce: false);
        await load.Task.WaitAsync(Patience);
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Loads_that_were_put_off_run_again_in_their_order()
    {
        var queue = new LoadQueue(places: 2, Long);
        var order = new List<int>();
        using var end = new ManualResetEventSlim();
        int tries = 0;
        LoadQueue.Load other = queue.Add(
            () =>
            {
                end.Wait();
                return LoadEnd.Done;
            },
            atOnce: false);
        LoadQueue.Load[] loads = [.. Enumerable.Range(0, 3).Select(i => queue.Add(() => Load(i), atOnce: false))];
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref tries) == 3, Patience));
        await Task.Delay(50);
        end.Set();

        await Task.WhenAll(loads.Append(other).Select(load => load.Task)).WaitAsync(Patience);
        // Two run at the same time; the last begins when one of them has ended.
        Assert.Equal(2, order[2]);

        LoadEnd Load(int i)
        {
            if (Interlocked.Increment(ref tries) <= 3)
                return LoadEnd.PutOff;
            lock (order)
                order.Add(i);
            return LoadEnd.Done;
        }
    }
}
