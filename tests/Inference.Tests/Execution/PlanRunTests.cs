using Fovea.Inference.Execution;

namespace Fovea.Inference.Tests.Execution;

/// <summary>
/// How threads share the parts of a step: every part runs once, each thread takes its own first, and none waits for absent threads.
/// </summary>
public sealed class PlanRunTests
{
    private const double SmallestShared = 6_000, OfManyParts = 1e9;

    private int _released;

    [Theory]
    [InlineData(1, OfManyParts, 4, 1)]
    [InlineData(2, SmallestShared - 1, 4, 1)]
    [InlineData(2, SmallestShared, 4, 2)]
    [InlineData(2, 2.5 * 2 * 400_000, 4, 4)]
    [InlineData(2, OfManyParts, 4, 8)]
    [InlineData(2, OfManyParts, 1, 2)]
    [InlineData(3, SmallestShared, 4, 3)]
    [InlineData(3, 3.9 * 3 * 400_000, 7, 9)]
    [InlineData(3, OfManyParts, 7, 21)]
    [InlineData(4, SmallestShared, 1, 4)]
    [InlineData(4, 2 * 4 * 400_000, 4, 8)]
    [InlineData(4, OfManyParts, 4, 16)]
    public void Every_part_of_every_step_is_executed_once(int team, double cost, int maxPartsPerThread, int parts)
    {
        PlanRun run = NewRun();
        for (int round = 1; round <= 20; round++)
        {
            FakeStep[] steps = [.. Enumerable.Range(0, 5).Select(_ => new FakeStep(cost, maxPartsPerThread))];
            Assert.Null(TestTeam.Run(run, team, default, steps));
            Assert.All(steps, step => step.AssertComplete(parts));
            Assert.Equal(round, _released);
        }
    }

    [Fact]
    public void A_step_begins_when_the_one_before_is_complete()
    {
        int done = 0;
        FakeStep[] steps = [.. Enumerable.Range(0, 30).Select(i => new FakeStep(OfManyParts, 4, (in _, _) =>
        {
            Assert.InRange(Volatile.Read(ref done), i * 12, (i + 1) * 12);
            Interlocked.Increment(ref done);
        }))];
        Assert.Null(TestTeam.Run(NewRun(), 3, default, steps));
        Assert.Equal(30 * 12, done);
    }

    [Fact]
    public void Members_take_their_own_range_first()
    {
        using var together = new Barrier(3);
        var step = new FakeStep(OfManyParts, 4, (in _, _) => Assert.True(together.SignalAndWait(TestTeam.Limit)));
        Assert.Null(TestTeam.Run(NewRun(), 3, default, step));
        Assert.Equal([0, 1, 2, 3], step.PartsOf(0));
        Assert.Equal([4, 5, 6, 7], step.PartsOf(1));
        Assert.Equal([8, 9, 10, 11], step.PartsOf(2));
    }

    [Fact]
    public void The_range_of_an_absent_worker_is_taken_over_without_waiting()
    {
        // The object has had a team before, of which all came.
        PlanRun run = NewRun(patience: int.MaxValue);
        Assert.Null(TestTeam.Run(run, 2, default, new FakeStep(OfManyParts)));

        FakeStep[] steps = [new(OfManyParts), new(SmallestShared)];
        var team = new TestTeam(run, 3, default, steps);
        team.Start(1);
        team.Start(0);
        Assert.Null(team.End());
        steps[0].AssertComplete(12);
        steps[1].AssertComplete(3);

        // Who comes when all is over finds nothing to do, and is the last to leave.
        Assert.Equal(1, _released);
        team.Start(2);
        team.End();
        Assert.Equal(2, _released);
        Assert.DoesNotContain(steps, step => step.PartsOf(2).Length > 0);
    }

    [Fact]
    public void The_range_of_a_late_worker_is_taken_over_and_the_step_ends_without_it()
    {
        using var late = new ManualResetEventSlim();
        using var arrived = new ManualResetEventSlim();
        FakeStep first = LateFor("worker 1", arrived, late), second = new(SmallestShared, 4, (in _, _) => arrived.Wait(TestTeam.Limit));
        var team = new TestTeam(NewRun(), 2, default, first, second);
        team.Start(1);
        team.Start(0);
        Assert.True(team[0].Join(TestTeam.Limit), "Worker 0 waits for worker 1, which does nothing.");
        Assert.Equal(0, _released);
        late.Set();
        Assert.Null(team.End());
        Assert.Equal(Enumerable.Range(0, 8), first.PartsOf(0));
        Assert.Equal([0, 1], second.PartsOf(0));
        Assert.Equal(1, _released);
    }

    [Fact]
    public void A_worker_that_is_on_its_way_is_given_its_range()
    {
        using var late = new ManualResetEventSlim();
        using var arrived = new ManualResetEventSlim();
        FakeStep step = LateFor("worker 1", arrived, late, (in _, taken) =>
        {
            // Thread 0 begins once the other one has started, and the other one is blocked until thread 0 is at the end of its range.
            Assert.True(arrived.Wait(TestTeam.Limit));
            if (taken.Part == 3)
                late.Set();
        });
        Assert.Null(TestTeam.Run(NewRun(patience: int.MaxValue), 2, default, step));
        Assert.Equal([0, 1, 2, 3], step.PartsOf(0));
        Assert.Equal([4, 5, 6, 7], step.PartsOf(1));
    }

    [Fact]
    public void A_worker_with_a_part_in_hand_is_waited_for()
    {
        using var others = new CountdownEvent(7);
        using var inHand = new ManualResetEventSlim();
        using var hold = new ManualResetEventSlim();
        bool ended = false;
        var step = new FakeStep(OfManyParts, 4, (in _, taken) =>
        {
            if (taken.Worker == 1)
            {
                inHand.Set();
                Assert.True(hold.Wait(TestTeam.Limit));
                ended = true;
            }
            else
            {
                Assert.True(inHand.Wait(TestTeam.Limit));
                others.Signal();
            }
        });
        var next = new FakeStep(SmallestShared, 4, (in _, _) => Assert.True(Volatile.Read(ref ended)));
        var team = new TestTeam(NewRun(), 2, default, step, next);
        team.Start(1);
        team.Start(0);
        Assert.True(others.Wait(TestTeam.Limit), "Not all parts but the one in hand were taken over.");
        Assert.False(team[0].Join(100), "The step has ended while a part was in hand.");
        hold.Set();
        Assert.Null(team.End());
        step.AssertComplete(8);
        next.AssertComplete(2);
    }

    private PlanRun NewRun(int? patience = null) =>
        patience is { } spins ? new PlanRun(Release) { StealDelay = spins } : new PlanRun(Release);

    private void Release(PlanRun run) => Interlocked.Increment(ref _released);

    /// <summary>A step before which one thread, that says when it is there, is held up until an event.</summary>
    private static FakeStep LateFor(string thread, ManualResetEventSlim arrived, ManualResetEventSlim late, PartBody? body = null) =>
        new(OfManyParts, 4, body ?? ((in _, _) => arrived.Wait(TestTeam.Limit)))
        {
            CostAsked = () =>
            {
                if (Thread.CurrentThread.Name != thread)
                    return;
                arrived.Set();
                late.Wait(TestTeam.Limit);
            },
        };
}
