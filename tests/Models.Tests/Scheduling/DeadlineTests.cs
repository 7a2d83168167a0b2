using Fovea.Models.Errors;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>Requests that are too many, too late, or whose callers have left.</summary>
public sealed class DeadlineTests : SchedulerFixture
{
    [Fact]
    public async Task Beyond_the_queue_requests_are_turned_away_at_once_with_a_time_to_come_back()
    {
        Start(Options() with { MaxQueue = 2 });
        (TestJob first, Task done) = Occupy();
        Task[] waiting = [Scheduler.RunAsync(Job()), Scheduler.RunAsync(Job())];

        var error = Assert.Throws<ServingException>(() => { _ = Scheduler.RunAsync(Job()); });

        Assert.Equal(ServingError.Overloaded, error.Error);
        Assert.InRange(error.RetryAfter!.Value.TotalSeconds, 1, 60);
        Assert.Contains("2 requests of the model 'one' wait", error.Message, StringComparison.Ordinal);
        first.Preparation.Open();
        await Ended([done, .. waiting]);
        await Ended(Scheduler.RunAsync(Job()));
    }

    [Fact]
    public async Task A_full_queue_of_one_model_does_not_turn_another_away()
    {
        Start(Options() with { MaxQueue = 1 });
        (TestJob first, Task done) = Occupy();
        Task[] waiting = [Scheduler.RunAsync(Job()), Scheduler.RunAsync(new TestJob(Other, new TestTarget()))];
        first.Preparation.Open();
        await Ended([done, .. waiting]);
    }

    [Fact]
    public async Task A_request_that_waits_too_long_is_told_so_while_it_waits()
    {
        Start();
        (TestJob first, Task done) = Occupy();
        TestJob late = Job();
        Task task = Scheduler.RunAsync(late);
        Time.Advance(TimeSpan.FromSeconds(59.9));
        Assert.False(task.IsCompleted);

        Time.Advance(TimeSpan.FromSeconds(0.1));

        var error = await Assert.ThrowsAsync<ServingException>(() => task);
        Assert.Equal(ServingError.QueueTimeout, error.Error);
        Assert.NotNull(error.RetryAfter);
        Assert.Equal((0, 0), (late.Order, Scheduler.Waiting(One)));
        Assert.Equal(TimeSpan.FromMinutes(1), late.Timings.Queue);
        first.Preparation.Open();
        Assert.Equal(ServingError.QueueTimeout, (await Assert.ThrowsAsync<ServingException>(() => done)).Error);
    }

    [Fact]
    public async Task A_requests_own_deadline_is_kept_where_it_is_shorter()
    {
        Start();
        (TestJob first, Task done) = Occupy();
        var late = new TestJob(One, Target) { Timeout = TimeSpan.FromMilliseconds(40) };
        var patient = new TestJob(One, Target) { Timeout = TimeSpan.FromHours(1) };
        Task[] tasks = [Scheduler.RunAsync(late), Scheduler.RunAsync(patient)];

        Time.Advance(TimeSpan.FromMilliseconds(40));
        Assert.Equal(ServingError.QueueTimeout, (await Assert.ThrowsAsync<ServingException>(() => tasks[0])).Error);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ServingError.QueueTimeout, (await Assert.ThrowsAsync<ServingException>(() => tasks[1])).Error);

        first.Preparation.Open();
        await Assert.ThrowsAsync<ServingException>(() => done);
    }

    [Fact]
    public async Task One_deadline_holds_from_the_first_preparation_to_the_run()
    {
        Start();
        var job = new TestJob(One, Target, rows: 3, preparations: 3) { Preparation = new Gate() };
        var running = new Gate();
        Target.OnRun = (_, cancellation) =>
        {
            running.Open();
            running.Pass();
            Assert.True(cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)), "The run was not ended.");
            cancellation.ThrowIfCancellationRequested();
        };
        Task task = OnThread(() => Scheduler.RunAsync(job));
        job.Preparation.WaitUntilReached();
        Time.Advance(TimeSpan.FromSeconds(40));
        job.Preparation.Open();
        running.WaitUntilReached();

        Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(ServingError.DeadlineExceeded, (await Assert.ThrowsAsync<ServingException>(() => task)).Error);
    }

    [Fact]
    public async Task A_run_ends_when_its_last_caller_has_left()
    {
        Start();
        (TestJob first, Task done) = Occupy();
        using CancellationTokenSource leave = new(), leaveToo = new();
        var running = new Gate(open: true);
        bool ended = false;
        CancellationToken run = default;
        Target.OnRun = (_, cancellation) =>
        {
            run = cancellation;
            running.Pass();
            ended = cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            cancellation.ThrowIfCancellationRequested();
        };
        Task[] tasks = [Scheduler.RunAsync(Job(cancellation: leave.Token)), Scheduler.RunAsync(Job(cancellation: leaveToo.Token))];
        first.Preparation.Open();
        running.WaitUntilReached();

        await leave.CancelAsync();
        Assert.False(run.IsCancellationRequested, "The run was ended although one caller still waits.");
        await leaveToo.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tasks[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tasks[1]);
        await Ended(done);
        Assert.True(ended);
    }

    [Fact]
    public async Task A_caller_that_leaves_makes_room_in_the_queue_and_disturbs_nobody()
    {
        Start(Options() with { MaxQueue = 3 });
        (TestJob first, Task done) = Occupy();
        using var leave = new CancellationTokenSource();
        TestJob[] jobs = [Job(), Job(cancellation: leave.Token), Job()];
        Task[] tasks = [.. jobs.Select(Scheduler.RunAsync)];

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tasks[1]);
        Assert.Equal((0, 2), (jobs[1].Order, Scheduler.Waiting(One)));
        Task another = Scheduler.RunAsync(Job());
        first.Preparation.Open();
        await Ended(done, tasks[0], tasks[2], another);
    }

    [Fact]
    public async Task A_request_whose_images_are_being_decoded_ends_when_its_memory_is_free()
    {
        Start();
        using var leave = new CancellationTokenSource();
        var job = new TestJob(One, Target, cancellation: leave.Token) { Preparation = new Gate() };
        Task done = OnThread(() => Scheduler.RunAsync(job));
        job.Preparation.WaitUntilReached();

        await leave.CancelAsync();

        Assert.False(done.IsCompleted);
        job.Preparation.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => done);
        Assert.Equal((false, 0), (job.Times!.Has(JobEvent.RunBegan), Scheduler.BusyThreads));
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_ends_its_request_when_it_is_made()
    {
        Start();
        var job = new TestJob(One, Target) { Answering = new Gate() };
        Task task = OnThread(() => Scheduler.RunAsync(job));
        job.Answering.WaitUntilReached();

        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(task.IsCompleted);
        job.Answering.Open();
        Assert.Equal(ServingError.DeadlineExceeded, (await Assert.ThrowsAsync<ServingException>(() => task)).Error);
    }

    [Fact]
    public async Task Requests_that_fail_are_counted_out_once()
    {
        Start(Options() with { MaxQueue = 1 });
        for (int i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<InvalidDataException>(
                () => Scheduler.RunAsync(new TestJob(One, Target) { PreparationError = new InvalidDataException() }));
            Assert.Equal(0, Scheduler.Waiting(One));
        }

        (TestJob first, Task done) = Occupy();
        Task waiting = Scheduler.RunAsync(Job());
        Assert.Equal(1, Scheduler.Waiting(One));
        Assert.Throws<ServingException>(() => { _ = Scheduler.RunAsync(Job()); });
        first.Preparation.Open();
        await Ended(done, waiting);
        Assert.Equal(0, Scheduler.Waiting(One));
    }

    [Fact]
    public async Task Disposing_cancels_the_jobs_that_wait()
    {
        Start();
        (TestJob first, Task done) = Occupy();
        Task waiting = Scheduler.RunAsync(Job());
        Task ending = Task.Run(Scheduler.Dispose);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        first.Preparation.Open();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => done);
        await Ended(ending);
    }
}
