using System.Diagnostics;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>Requests that are too many, too late, or whose callers have left.</summary>
public sealed class DeadlineTests : IDisposable
{
    private readonly ServedModels _models = new ServedModels(threads: 1).Add("one", ServedModels.Classifier(1)).Add("other", ServedModels.Classifier(2)).Load();
    private readonly Lazy<ServedModels> _slow = new(() =>
        new ServedModels(threads: 1, InstructionSet.Scalar).Add("slow", ServedModels.Slow(layers: 300, side: 64), image: false).Load());

    public void Dispose()
    {
        _models.Dispose();
        if (_slow.IsValueCreated)
            _slow.Value.Dispose();
    }

    [Fact]
    public async Task Beyond_the_queue_requests_are_turned_away_at_once_with_a_time_to_come_back()
    {
        using Scheduler scheduler = Start(maxQueue: 2);
        (TestJob first, Task done) = await SchedulerTests.Occupy(scheduler, _models["one"]);
        Task[] waiting = [scheduler.RunAsync(TestJob.Image(_models["one"], 1)), scheduler.RunAsync(TestJob.Image(_models["one"], 2))];

        var error = Assert.Throws<ServingException>(() => { _ = scheduler.RunAsync(TestJob.Image(_models["one"], 3)); });

        Assert.Equal(ServingError.Overloaded, error.Error);
        Assert.InRange(error.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Contains("2 requests of the model 'one' wait", error.Message, StringComparison.Ordinal);
        first.LetGo();
        await Task.WhenAll([done, .. waiting]);
        await scheduler.RunAsync(TestJob.Image(_models["one"], 4));
    }

    [Fact]
    public async Task A_full_queue_of_one_model_does_not_turn_another_away()
    {
        using Scheduler scheduler = Start(maxQueue: 1);
        (TestJob first, Task done) = await SchedulerTests.Occupy(scheduler, _models["one"]);
        Task[] waiting = [scheduler.RunAsync(TestJob.Image(_models["one"], 1)), scheduler.RunAsync(TestJob.Image(_models["other"], 2))];
        first.LetGo();
        await Task.WhenAll([done, .. waiting]);
    }

    [Fact]
    public async Task A_request_that_waits_too_long_is_told_so_while_it_waits()
    {
        using Scheduler scheduler = Start(timeout: TimeSpan.FromMilliseconds(100));
        (TestJob first, Task done) = await SchedulerTests.Occupy(scheduler, _models["one"]);
        TestJob late = TestJob.Image(_models["one"], 1);

        var error = await Assert.ThrowsAsync<ServingException>(() => scheduler.RunAsync(late));

        Assert.Equal(ServingError.QueueTimeout, error.Error);
        Assert.NotNull(error.RetryAfter);
        Assert.Equal((0, 0), (late.Order, scheduler.Waiting(_models["one"])));
        Assert.InRange(late.Timings.Queue.TotalMilliseconds, 100, 30_000);
        first.LetGo();
        Assert.Equal(ServingError.QueueTimeout, (await Assert.ThrowsAsync<ServingException>(() => done)).Error);
    }

    [Fact]
    public async Task A_requests_own_deadline_is_kept_where_it_is_shorter()
    {
        using Scheduler scheduler = Start();
        (TestJob first, Task done) = await SchedulerTests.Occupy(scheduler, _models["one"]);
        var late = new TestJob(_models["one"], ServedModels.Tensor(1, 1, 3, 8, 8)) { Timeout = TimeSpan.FromMilliseconds(50) };
        Assert.Equal(ServingError.QueueTimeout, (await Assert.ThrowsAsync<ServingException>(() => scheduler.RunAsync(late))).Error);
        first.LetGo();
        await done;
    }

    [Fact]
    public async Task A_run_ends_at_the_deadline()
    {
        TimeSpan whole = await SlowRun(TimeSpan.FromMinutes(5), default);
        var error = await Assert.ThrowsAsync<ServingException>(() => SlowRun(whole / 8, default));
        Assert.Equal(ServingError.DeadlineExceeded, error.Error);
    }

    [Fact]
    public async Task A_run_ends_when_its_last_caller_has_left()
    {
        TimeSpan whole = await SlowRun(TimeSpan.FromMinutes(5), default);
        using var leave = new CancellationTokenSource(whole / 8);
        long start = Stopwatch.GetTimestamp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SlowRun(TimeSpan.FromMinutes(5), leave.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, whole * 0.9);
    }

    [Fact]
    public async Task Who_leaves_frees_its_place_in_the_queue_and_disturbs_nobody()
    {
        using Scheduler scheduler = Start(maxQueue: 3);
        (TestJob first, Task done) = await SchedulerTests.Occupy(scheduler, _models["one"]);
        using var leave = new CancellationTokenSource();
        TestJob[] jobs = [TestJob.Image(_models["one"], 1), TestJob.Image(_models["one"], 2, cancellation: leave.Token), TestJob.Image(_models["one"], 3)];
        Task[] tasks = [.. jobs.Select(scheduler.RunAsync)];

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tasks[1]);
        Assert.Equal((0, 2), (jobs[1].Order, scheduler.Waiting(_models["one"])));
        Task another = scheduler.RunAsync(TestJob.Image(_models["one"], 4));
        first.LetGo();
        await Task.WhenAll(done, tasks[0], tasks[2], another);
    }

    [Fact]
    public async Task A_request_whose_images_are_being_decoded_ends_when_its_memory_is_free()
    {
        using Scheduler scheduler = Start();
        using var leave = new CancellationTokenSource();
        TestJob job = TestJob.Image(_models["one"], 1, held: true, cancellation: leave.Token);
        Task done = Task.Run(() => scheduler.RunAsync(job));
        job.WaitUntilBegun();

        await leave.CancelAsync();

        Assert.False(job.Completion.IsCompleted);
        job.LetGo();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => done);
        Assert.Equal((0L, 0), (job.Times.RunBegun, scheduler.PlacesInUse));
    }

    [Fact]
    public async Task Requests_that_fail_are_counted_out_once()
    {
        using Scheduler scheduler = Start(maxQueue: 1);
        for (int i = 0; i < 5; i++)
        {
            var job = new TensorJob(_models["one"], new TensorRequest([], null), default);
            await Assert.ThrowsAsync<InvalidInputException>(() => scheduler.RunAsync(job));
            Assert.Equal(0, scheduler.Waiting(_models["one"]));
        }

        (TestJob first, Task done) = await SchedulerTests.Occupy(scheduler, _models["one"]);
        Task waiting = scheduler.RunAsync(TestJob.Image(_models["one"], 1));
        Assert.Equal(1, scheduler.Waiting(_models["one"]));
        Assert.Throws<ServingException>(() => { _ = scheduler.RunAsync(TestJob.Image(_models["one"], 3)); });
        first.LetGo();
        await Task.WhenAll(done, waiting);
        Assert.Equal(0, scheduler.Waiting(_models["one"]));
    }

    [Fact]
    public async Task At_the_end_what_waits_is_cancelled()
    {
        Scheduler scheduler = Start();
        (TestJob first, Task done) = await SchedulerTests.Occupy(scheduler, _models["one"]);
        Task waiting = scheduler.RunAsync(TestJob.Image(_models["one"], 1));
        scheduler.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.LetGo();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => done);
    }

    private async Task<TimeSpan> SlowRun(TimeSpan timeout, CancellationToken cancellation)
    {
        using Scheduler scheduler = Start(timeout: timeout);
        HostedModel model = _slow.Value["slow"];
        var job = new TensorJob(model, new TensorRequest([ServedModels.Tensor(1, 1, 16, 64, 64)], null), cancellation) { Timings = new StageTimings() };
        await scheduler.RunAsync(job);
        return job.Timings.Compute;
    }

    private static Scheduler Start(int maxQueue = 256, TimeSpan? timeout = null) => new(new SchedulerOptions
    {
        Parallelism = 1,
        Threads = 1,
        MaxQueue = maxQueue,
        Timeout = timeout ?? TimeSpan.FromMinutes(1),
    });
}
