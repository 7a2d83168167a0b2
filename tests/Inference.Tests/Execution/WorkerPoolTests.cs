using System.Collections.Concurrent;
using Fovea.Inference.Execution;
using Fovea.Inference.Steps;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Execution;

/// <summary>Which runs get helpers, and that helpers come, go back and end.</summary>
public sealed class WorkerPoolTests
{
    private const double OfManyParts = 1e9;

    [Fact]
    public void Runs_that_overlap_share_the_cores_and_get_one_thread_when_none_is_free()
    {
        using var pool = new WorkerPool(4);
        Assert.Equal(4, pool.Threads);
        PlanRun two = Start(pool, wanted: 2, team: 2, idle: 3), twoMore = Start(pool, wanted: 9, team: 2, idle: 2);
        PlanRun alone = Start(pool, wanted: 4, team: 1, idle: 1), alsoAlone = Start(pool, wanted: 4, team: 1, idle: 1);
        Finish(pool, two, 2);
        Finish(pool, twoMore, 2);

        // Those that run alone take two cores: of the other two, one is the caller's.
        PlanRun one = Start(pool, wanted: 9, team: 2, idle: 3);
        Finish(pool, one, 2);
        Finish(pool, alone, 1);
        Finish(pool, alsoAlone, 1);
        Finish(pool, Start(pool, wanted: int.MaxValue, team: 4, idle: 3), 4);
        Finish(pool, Start(pool, wanted: 1, team: 1, idle: 3), 1);
        Finish(pool, Start(pool, wanted: 0, team: 1, idle: 3), 1);
    }

    [Fact]
    public void A_pool_of_one_thread_has_no_helpers()
    {
        using var pool = new WorkerPool(1);
        FakeStep[] steps = [new(OfManyParts), new(OfManyParts)];
        Run(pool, wanted: 8, steps);
        Assert.All(steps, step => step.AssertComplete(1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    public void Idle_workers_are_woken(int pauseMilliseconds)
    {
        using var pool = new WorkerPool(3);
        for (int round = 0; round < 10; round++)
        {
            using var all = new Barrier(3);
            var step = new FakeStep(OfManyParts, 1, (in _, _) => Assert.True(all.SignalAndWait(TestTeam.Limit), "Not all workers came."));
            Assert.Equal(3, Run(pool, wanted: 3, step));
            step.AssertComplete(3);

            // The longer pause is longer than a worker spins: it sleeps by then.
            AwaitIdle(pool, 2);
            Thread.Sleep(pauseMilliseconds);
        }
    }

    [Fact]
    public void Disposing_ends_the_threads()
    {
        var pool = new WorkerPool(3);
        Thread[] workers = Workers(pool, 3);
        Assert.Equal(2, workers.Length);
        Assert.All(workers, worker => Assert.True(worker.IsAlive && worker.IsBackground));
        pool.Dispose();
        Assert.All(workers, worker => Assert.True(worker.Join(TestTeam.Limit), $"{worker.Name} has not ended."));
    }

    [Fact]
    public void A_run_that_is_going_on_when_the_pool_is_disposed_is_finished()
    {
        var pool = new WorkerPool(2);
        Thread worker = Assert.Single(Workers(pool, 2));
        using var all = new Barrier(2);
        var step = new FakeStep(OfManyParts, 1, (in _, taken) =>
        {
            if (taken.Worker == 1)
                pool.Dispose();
            Assert.True(all.SignalAndWait(TestTeam.Limit));
        });
        FakeStep last = new(OfManyParts);
        Run(pool, wanted: 2, step, last);
        step.AssertComplete(2);
        last.AssertComplete(8);
        Assert.True(worker.Join(TestTeam.Limit));
    }

    /// <summary>A run ends without a helper that is late, which comes to it while the pool is disposed.</summary>
    [Fact]
    public void Helpers_that_are_late_do_not_hinder_the_end()
    {
        for (int round = 0; round < 2000; round++)
        {
            var pool = new WorkerPool(2);
            Run(pool, wanted: 2, new FakeStep(1));
            pool.Dispose();
        }
    }

    [Fact]
    public async Task Many_runs_of_many_callers_are_all_complete()
    {
        using var pool = new WorkerPool(3);
        int released = 0;
        void Call()
        {
            for (int round = 0; round < 200; round++)
            {
                FakeStep[] steps = [new(OfManyParts), new(OfManyParts, 1), new(1), new(OfManyParts, 2)];
                int team = Run(pool, round % 4, _ => Interlocked.Increment(ref released), steps);
                steps[0].AssertComplete(team == 1 ? 1 : 4 * team);
                steps[1].AssertComplete(team);
                steps[2].AssertComplete(1);
                steps[3].AssertComplete(team == 1 ? 1 : 2 * team);
            }
        }

        Task[] callers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(Call))];
        await Task.WhenAll(callers).WaitAsync(TestTeam.Limit, TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref released) == 600, TestTeam.Limit), $"{released} of 600 runs were released.");
    }

    /// <summary>Starts a run without steps, which lasts until the test finishes it, and checks the number of idle workers.</summary>
    private static PlanRun Start(WorkerPool pool, int wanted, int team, int idle)
    {
        AwaitIdle(pool, idle);
        PlanRun run = NewRun(_ => { });
        Assert.Equal(team, pool.Start(run, wanted));
        return run;
    }

    private static void AwaitIdle(WorkerPool pool, int workers) =>
        Assert.True(
            SpinWait.SpinUntil(() => pool.IdleCount == workers, TestTeam.Limit),
            $"{pool.IdleCount} workers are idle; expected {workers}.");

    private static void Finish(WorkerPool pool, PlanRun run, int team)
    {
        run.Run();
        pool.End(team);
        run.Leave();
    }

    /// <summary>Runs the steps as a plan does; the size of the team.</summary>
    private static int Run(WorkerPool pool, int wanted, Action<PlanRun> release, params Step[] steps)
    {
        PlanRun run = NewRun(release, steps);
        int team = pool.Start(run, wanted);
        Exception? error = null;
        var caller = new Thread(() => error = Record.Exception(() => Finish(pool, run, team))) { IsBackground = true };
        caller.Start();
        Assert.True(caller.Join(TestTeam.Limit), "The run has not ended.");
        Assert.Null(error);
        return team;
    }

    private static int Run(WorkerPool pool, int wanted, params Step[] steps) => Run(pool, wanted, _ => { }, steps);

    private static PlanRun NewRun(Action<PlanRun> release, params Step[] steps)
    {
        var run = new PlanRun(release);
        run.Prepare(steps, KernelSet.For(null), arena: 0, default);
        return run;
    }

    /// <summary>The threads of a pool, all of which take part in a run.</summary>
    private static Thread[] Workers(WorkerPool pool, int threads)
    {
        using var all = new Barrier(threads);
        var found = new ConcurrentQueue<Thread>();
        var step = new FakeStep(OfManyParts, 1, (in _, taken) =>
        {
            if (taken.Worker > 0)
                found.Enqueue(Thread.CurrentThread);
            Assert.True(all.SignalAndWait(TestTeam.Limit));
        });
        Assert.Equal(threads, Run(pool, threads, step));
        AwaitIdle(pool, threads - 1);
        return [.. found];
    }
}
