using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>Who goes when, and with whom.</summary>
public sealed class SchedulerTests : SchedulerFixture
{
    [Fact]
    public void A_lone_request_is_worked_on_by_its_own_thread()
    {
        Start(Options(parallelism: 2));
        for (int i = 0; i < 20; i++)
        {
            TestJob job = Job();
            Assert.True(Scheduler.RunAsync(job).IsCompletedSuccessfully, "It had not ended when the call returned.");
            Assert.Equal((Environment.CurrentManagedThreadId, true), (job.Thread, job.IsAnswered));
        }

        Assert.Equal(0, Scheduler.BusyThreads);
        Assert.Equal(Enumerable.Repeat(1, 20), Target.Sizes);
    }

    [Theory]
    [InlineData(8, new[] { 8, 3 })]
    [InlineData(4, new[] { 4, 4, 3 })]
    [InlineData(1, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    public async Task What_waits_while_the_threads_are_busy_runs_together(int maxSize, int[] sizes)
    {
        Start(Options() with { MaxSize = maxSize });
        (TestJob first, Task done) = Occupy();
        TestJob[] waiting = [.. Enumerable.Range(0, 11).Select(_ => Job())];
        Task[] tasks = [.. waiting.Select(Scheduler.RunAsync)];
        Assert.Equal(11, Scheduler.Waiting(One));

        first.Preparation.Open();
        await Ended([done, .. tasks]);

        Assert.Equal(sizes, Target.Sizes);
        Assert.All(waiting, job => Assert.True(job.IsAnswered));
        Assert.Equal(0, Scheduler.Waiting(One));
    }

    [Fact]
    public async Task One_job_of_each_batch_is_told_of_it()
    {
        Start(Options() with { MaxSize = 4 });
        (TestJob first, Task done) = Occupy();
        TestJob[] waiting = [.. Enumerable.Range(0, 6).Select(_ => Job())];
        Task[] tasks = [.. waiting.Select(Scheduler.RunAsync)];

        first.Preparation.Open();
        await Ended([done, .. tasks]);

        Assert.Equal([4, 2], waiting.SelectMany(job => job.Told));
    }

    [Fact]
    public async Task Alone_a_run_has_all_threads_and_beside_others_its_share()
    {
        Start(Options(parallelism: 2) with { Threads = 4 });
        await Ended(Scheduler.RunAsync(Job()));
        (TestJob first, Task done) = Occupy();
        await Ended(Scheduler.RunAsync(Job()));

        first.Preparation.Open();
        await Ended(done);

        Assert.Equal([4, 3], Target.Runs.Select(run => run.Threads));
    }

    [Fact]
    public async Task Requests_of_several_images_are_cut_where_batches_are_full()
    {
        Start(Options() with { MaxSize = 4 });
        (TestJob first, Task done) = Occupy();
        TestJob[] waiting = [Job(rows: 3), Job(rows: 6), Job(rows: 1)];
        Task[] tasks = [.. waiting.Select(Scheduler.RunAsync)];

        first.Preparation.Open();
        await Ended([done, .. tasks]);

        Assert.Equal([4, 4, 2], Target.Sizes);
        Assert.Equal([waiting[0], waiting[1]], Target.Runs[0].Jobs);
        Assert.All(waiting, job => Assert.True(job.IsAnswered));
    }

    [Theory]
    [InlineData(1, new[] { 1, 1, 1, 1, 1, 1 })]
    [InlineData(2, new[] { 2, 2, 2 })]
    [InlineData(0, new[] { 4, 2 })]
    public async Task Where_runs_cannot_be_shared_each_request_runs_alone(int rowsPerRun, int[] sizes)
    {
        Start();
        var target = new TestTarget(shared: false, rowsPerRun);
        (TestJob first, Task done) = Occupy();
        Task[] tasks = [.. new[] { 4, 2 }.Select(rows => Scheduler.RunAsync(new TestJob(One, target, rows)))];

        first.Preparation.Open();
        await Ended([done, .. tasks]);

        Assert.Equal(sizes, target.Sizes);
        Assert.All(target.Runs, run => Assert.Single(run.Jobs));
    }

    [Fact]
    public async Task Different_targets_of_a_model_do_not_run_together()
    {
        Start();
        var second = new TestTarget();
        (TestJob first, Task done) = Occupy();
        Task[] tasks = [.. Enumerable.Range(0, 6).Select(i => Scheduler.RunAsync(new TestJob(One, i % 2 == 0 ? Target : second)))];

        first.Preparation.Open();
        await Ended([done, .. tasks]);

        Assert.Equal([3], Target.Sizes);
        Assert.Equal([3], second.Sizes);
    }

    [Fact]
    public async Task One_bad_request_does_not_fail_those_in_its_batch()
    {
        Start();
        (TestJob first, Task done) = Occupy();
        TestJob[] waiting = [.. Enumerable.Range(0, 4).Select(_ => Job())];
        Target.OnRun = (slices, _) =>
        {
            if (slices.Any(slice => slice.Job == waiting[2]))
                throw new InvalidDataException("bad");
        };
        Task[] tasks = [.. waiting.Select(Scheduler.RunAsync)];

        first.Preparation.Open();
        await Assert.ThrowsAsync<InvalidDataException>(() => tasks[2]);
        await Ended(done, tasks[0], tasks[1], tasks[3]);

        Assert.Equal([true, true, false, true], waiting.Select(job => job.IsAnswered));
    }

    [Fact]
    public async Task An_answer_that_fails_fails_its_request_alone()
    {
        Start();
        (TestJob first, Task done) = Occupy();
        var bad = new TestJob(One, Target) { AnswerError = new InvalidDataException("bad") };
        TestJob good = Job();
        Task[] tasks = [Scheduler.RunAsync(bad), Scheduler.RunAsync(good)];

        first.Preparation.Open();

        await Assert.ThrowsAsync<InvalidDataException>(() => tasks[0]);
        await Ended(done, tasks[1]);
        Assert.Equal([2], Target.Sizes);
        Assert.Equal(0, Scheduler.BusyThreads);
    }

    [Fact]
    public async Task Answers_go_before_what_has_not_begun()
    {
        Start(Options() with { MaxSize = 1 });
        (TestJob first, Task done) = Occupy();
        TestJob[] waiting = [Job(), Job()];
        Target.OnRun = (slices, _) => Assert.True(
            slices[0].Job == waiting[0] || waiting[0].IsAnswered, "The first request's answer had to wait.");
        Task[] tasks = [.. waiting.Select(Scheduler.RunAsync)];

        first.Preparation.Open();

        await Ended([done, .. tasks]);
    }

    [Fact]
    public async Task Higher_priorities_go_first()
    {
        Start(Options() with { MaxSize = 1 });
        (TestJob first, Task done) = Occupy();
        TestJob[] waiting = [.. new[] { 0, 0, 5, -1, 5 }.Select(priority => new TestJob(One, Target) { Priority = priority })];
        Task[] tasks = [.. waiting.Select(Scheduler.RunAsync)];

        first.Preparation.Open();
        await Ended([done, .. tasks]);

        Assert.Equal([2, 4, 0, 1, 3], Enumerable.Range(0, 5).OrderBy(i => waiting[i].Order));
    }

    [Theory]
    [InlineData(1, 9, 12)]
    [InlineData(8, 0, 3)]
    public async Task A_flood_of_one_model_does_not_starve_another(double weight, int least, int most)
    {
        Start(Options() with { MaxSize = 1, Weights = new Dictionary<string, double> { ["other"] = weight } });
        TestTarget[] targets = [new(), new()];
        foreach (TestTarget target in targets)
            target.OnRun = (_, _) => Time.Advance(TimeSpan.FromMilliseconds(1));
        (TestJob first, Task done) = Occupy(new TestOwner("third"));
        TestJob[] flood = [.. Enumerable.Range(0, 100).Select(_ => new TestJob(One, targets[0]))];
        TestJob[] others = [.. Enumerable.Range(0, 10).Select(_ => new TestJob(Other, targets[1]))];
        Task[] tasks = [.. flood.Concat(others).Select(Scheduler.RunAsync)];

        first.Preparation.Open();
        await Ended([done, .. tasks]);

        // The runs take the same time: with equal weights about ten of the flood began before the last of the other ten, though a hundred
        // came first.
        Assert.InRange(flood.Count(job => job.Order < others.Max(other => other.Order)), least, most);
    }

    [Fact]
    public async Task With_a_delay_a_batch_waits_for_more_rows_and_not_longer()
    {
        Start(Options(parallelism: 2) with { MaxSize = 3, MaxDelay = TimeSpan.FromMilliseconds(300) });
        Task[] tasks = [Scheduler.RunAsync(Job()), Scheduler.RunAsync(Job())];
        Assert.True(SpinWait.SpinUntil(() => Scheduler.BusyThreads == 0, TimeSpan.FromSeconds(30)), "Nothing was to be done.");
        Time.Advance(TimeSpan.FromMilliseconds(299));

        // The end of a delay wakes a thread at once.
        Assert.Equal((0, 2), (Scheduler.BusyThreads, Scheduler.Waiting(One)));
        Assert.Empty(Target.Sizes);

        Time.Advance(TimeSpan.FromMilliseconds(2));

        await Ended(tasks);
        Assert.Equal([2], Target.Sizes);
    }

    [Fact]
    public async Task With_a_delay_a_full_batch_runs_at_once()
    {
        Start(Options(parallelism: 2) with { MaxSize = 3, MaxDelay = TimeSpan.FromMilliseconds(300) });
        await Ended(Enumerable.Range(0, 3).Select(_ => Scheduler.RunAsync(Job())));
        Assert.Equal([3], Target.Sizes);
    }

    [Fact]
    public async Task A_batch_that_waits_is_not_forgotten_while_other_models_go_on()
    {
        Start(Options() with { MaxDelay = TimeSpan.FromMilliseconds(20) });
        (TestJob first, Task done) = Occupy(new TestOwner("third"));
        var second = new TestTarget();
        Task[] tasks = [.. Enumerable.Range(0, 6).Select(i => Scheduler.RunAsync(i % 2 == 0 ? Job() : new TestJob(Other, second)))];

        first.Preparation.Open();

        Task all = Task.WhenAll([done, .. tasks]);
        for (int i = 0; i < 1000 && !all.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.WhenAny(all, Task.Delay(5));
        }

        Assert.True(all.IsCompletedSuccessfully, "A batch was forgotten.");
    }

    [Fact]
    public async Task The_time_of_a_request_is_found_in_its_stages()
    {
        Start();
        (TestJob first, Task done) = Occupy();
        Target.OnRun = (_, _) => Time.Advance(TimeSpan.FromMilliseconds(70));
        var job = new TestJob(One, Target) { Timings = new StageTimings(Time) };
        Task task = Scheduler.RunAsync(job);
        Time.Advance(TimeSpan.FromMilliseconds(300));

        first.Preparation.Open();
        await Ended(done, task);

        Assert.Equal(TimeSpan.FromMilliseconds(300), job.Timings.Queue);
        Assert.Equal(TimeSpan.FromMilliseconds(70), job.Timings.Compute);
        Assert.Equal(TimeSpan.FromMilliseconds(370), job.Timings.Total);
    }
}
