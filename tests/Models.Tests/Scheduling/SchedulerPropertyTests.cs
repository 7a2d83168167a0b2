using System.Collections.Concurrent;
using CsCheck;
using Fovea.Models.Errors;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>
/// Whatever is thrown at a scheduler (jobs of several owners that fail at any stage, callers who leave at any moment, deadlines, delays,
/// the end of the server), every job ends once, nothing is done twice, and the counters come back to zero.
/// </summary>
public sealed class SchedulerPropertyTests
{
    private const int JobsEach = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly Gen<Load> Loads = Gen.Select(
        Gen.Int[1, 3], Gen.Int[1, 8], Gen.OneOf(Gen.Const(0), Gen.Const(3)), Gen.OneOf(Gen.Const(2), Gen.Const(8), Gen.Const(1000)),
        Gen.Int[1, 4], Gen.Bool, Gen.Int[0, 1_000_000],
        (threads, maxSize, delay, maxQueue, callers, stops, seed) => new Load(threads, maxSize, delay, maxQueue, callers, stops, seed));

    [Fact]
    public void Every_job_ends_once_and_nothing_is_left() => Loads.Sample(Check, iter: 300, threads: 1);

    private static void Check(Load load)
    {
        var faults = new ConcurrentBag<string>();
        var time = new StepClock();
        var scheduler = new Scheduler(
            new SchedulerOptions
            {
                Parallelism = load.Threads,
                Threads = load.Threads,
                MaxSize = load.MaxSize,
                MaxDelay = TimeSpan.FromMilliseconds(load.Delay),
                MaxQueue = load.MaxQueue,
                Timeout = TimeSpan.FromMilliseconds(500),
                Weights = new Dictionary<string, double> { ["b"] = 4 },
            },
            time);
        TestOwner[] owners = [new("a"), new("b"), new("c")];
        RecordedTarget[][] targets =
        [
            .. owners.Select(_ => new RecordedTarget[]
            {
                new(shared: true, rowsPerRun: 1, load.MaxSize, faults),
                new(shared: true, rowsPerRun: 0, load.MaxSize, faults),
                new(shared: false, rowsPerRun: 1, load.MaxSize, faults),
                new(shared: false, rowsPerRun: 0, load.MaxSize, faults),
            }),
        ];

        Task[] callers =
        [
            .. Enumerable.Range(0, load.Callers).Select(caller => Task.Factory.StartNew(
                () => Call(scheduler, owners, targets, new Random(load.Seed * 31 + caller), load.Stops, faults),
                TaskCreationOptions.LongRunning).Unwrap()),
        ];
        Task all = Task.WhenAll(callers);
        long start = Environment.TickCount64;
        var random = new Random(load.Seed);
        int steps = 0, last = load.Stops ? random.Next(100) : -1;
        while (!all.IsCompleted && Environment.TickCount64 - start < Patience.TotalMilliseconds)
        {
            time.Advance(TimeSpan.FromMilliseconds(random.Next(20)));
            Thread.Yield();
            if (steps++ == last)
                scheduler.Dispose();
        }

        Assert.True(all.IsCompletedSuccessfully, all.Exception?.ToString() ?? "A job did not end.");
        Assert.True(SpinWait.SpinUntil(() => scheduler.BusyThreads == 0, Patience), $"{scheduler.BusyThreads} threads count as busy.");
        Assert.All(owners, owner => Assert.Equal(0, scheduler.Waiting(owner)));
        scheduler.Dispose();
        Assert.Equal(0, scheduler.BusyThreads);
        Assert.Empty(faults);
    }

    private static async Task Call(
        Scheduler scheduler, TestOwner[] owners, RecordedTarget[][] targets, Random random, bool stops, ConcurrentBag<string> faults)
    {
        var ends = new List<Task>();
        for (int i = 0; i < JobsEach; i++)
        {
            int owner = random.Next(owners.Length);
            JobScript script = Script(random);
            var leave = new CancellationTokenSource();
            var job = new RecordedJob(owners[owner], targets[owner][random.Next(4)], script, leave, faults)
            {
                Timeout = random.Next(4) == 0 ? TimeSpan.FromMilliseconds(random.Next(100)) : null,
            };
            ends.Add(End(scheduler, job, script, leave, stops, faults));
            if (random.Next(6) == 0)
                await leave.CancelAsync();
            if (random.Next(3) == 0)
                await ends[random.Next(ends.Count)];
        }

        await Task.WhenAll(ends);
    }

    private static JobScript Script(Random random)
    {
        int preparations = random.Next(1, 4);
        return new JobScript(random.Next(1, 6), preparations, random.Next(-1, 2))
        {
            FailingPreparation = random.Next(10) == 0 ? random.Next(preparations) : -1,
            RunFails = random.Next(10) == 0,
            AnswerFails = random.Next(10) == 0,
            LeavesDuring = random.Next(8) == 0 ? random.Next(6) : -1,
        };
    }

    /// <summary>Waits for a job, and compares how it ended with what was done.</summary>
    private static async Task End(
        Scheduler scheduler, RecordedJob job, JobScript script, CancellationTokenSource leave, bool stops, ConcurrentBag<string> faults)
    {
        try
        {
            await scheduler.RunAsync(job);
            if (!job.IsDone || script.Fails)
                faults.Add($"A job succeeded, but not everything was done once: {script}.");
        }
        catch (InvalidDataException) when (script.Fails)
        {
        }
        catch (OperationCanceledException) when (stops || leave.IsCancellationRequested)
        {
        }
        catch (ObjectDisposedException) when (stops)
        {
        }
        catch (ServingException e) when (e.Error is ServingError.Overloaded or ServingError.QueueTimeout or ServingError.DeadlineExceeded)
        {
        }

        if (!job.IsDoneAtMostOnce)
            faults.Add($"Something was done twice: {script}.");
    }

    private sealed record Load(int Threads, int MaxSize, int Delay, int MaxQueue, int Callers, bool Stops, int Seed);
}
