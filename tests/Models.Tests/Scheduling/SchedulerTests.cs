using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Scheduling;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>Who goes when, and with whom.</summary>
public sealed class SchedulerTests : IDisposable
{
    private readonly ServedModels _models = new ServedModels()
        .Add("one", ServedModels.Classifier(1)).Add("other", ServedModels.Classifier(2)).Add("mixing", ServedModels.Mixing())
        .Add("pairs", ServedModels.Classifier(1, batch: 2)).Load();

    private readonly List<(string Model, int Rows)> _runs = [];

    public void Dispose() => _models.Dispose();

    [Fact]
    public void A_lone_request_is_worked_on_by_its_own_thread()
    {
        using Scheduler scheduler = Start(parallelism: 2);
        for (int i = 0; i < 20; i++)
        {
            TestJob job = TestJob.Image(_models["one"], i);
            Assert.True(scheduler.RunAsync(job).IsCompletedSuccessfully, "It had not ended when the call returned.");
            Assert.Equal(Environment.CurrentManagedThreadId, job.Thread);
            SameAsAlone(job);
        }

        Assert.Equal(0, scheduler.PlacesInUse);
        Assert.Equal(Enumerable.Repeat(("one", 1), 20), _runs);
    }

    [Theory]
    [InlineData(8, new[] { 1, 8, 3 })]
    [InlineData(4, new[] { 1, 4, 4, 3 })]
    [InlineData(1, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    public async Task What_waits_while_the_cores_are_busy_runs_together(int maxSize, int[] sizes)
    {
        using Scheduler scheduler = Start(parallelism: 1, maxSize: maxSize);
        (TestJob first, Task done) = await Occupy(scheduler, _models["other"]);
        TestJob[] waiting = [.. Enumerable.Range(0, 11).Select(i => TestJob.Image(_models["one"], i))];
        Task[] tasks = [.. waiting.Select(scheduler.RunAsync)];
        Assert.Equal(11, scheduler.Waiting(_models["one"]));

        first.LetGo();
        await Task.WhenAll([done, .. tasks]);

        Assert.Equal(sizes, _runs.Select(run => run.Rows));
        Assert.All(waiting, SameAsAlone);
        Assert.Equal(0, scheduler.Waiting(_models["one"]));
    }

    [Fact]
    public async Task Who_waits_for_company_is_not_forgotten_while_other_models_go_on()
    {
        using Scheduler scheduler = Start(parallelism: 1, maxSize: 8, maxDelay: TimeSpan.FromMilliseconds(20));
        (TestJob first, Task done) = await Occupy(scheduler, _models["other"]);
        Task[] tasks = [.. Enumerable.Range(0, 6).Select(i => scheduler.RunAsync(TestJob.Image(_models[i % 2 == 0 ? "one" : "other"], i)))];

        first.LetGo();

        await Task.WhenAll([done, .. tasks]).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Requests_of_several_images_are_cut_where_batches_are_full()
    {
        using Scheduler scheduler = Start(parallelism: 1, maxSize: 4);
        (TestJob first, Task done) = await Occupy(scheduler, _models["other"]);
        TestJob[] waiting = [.. new[] { 3, 6, 1 }.Select((rows, i) => TestJob.Image(_models["one"], i, rows))];
        Task[] tasks = [.. waiting.Select(scheduler.RunAsync)];

        first.LetGo();
        await Task.WhenAll([done, .. tasks]);

        Assert.Equal([1, 4, 4, 2], _runs.Select(run => run.Rows));
        Assert.All(waiting, SameAsAlone);
    }

    [Fact]
    public async Task A_model_that_mixes_images_runs_them_alone_and_a_fixed_batch_stays_its_own()
    {
        using Scheduler scheduler = Start(parallelism: 1);
        (TestJob first, Task done) = await Occupy(scheduler, _models["other"]);
        TestJob[] waiting =
        [
            TestJob.Image(_models["mixing"], 1, 3), TestJob.Image(_models["mixing"], 2), TestJob.Image(_models["mixing"], 3),
            TestJob.Image(_models["pairs"], 1, 4), TestJob.Image(_models["pairs"], 2, 2),
        ];
        Task[] tasks = [.. waiting.Select(scheduler.RunAsync)];

        first.LetGo();
        await Task.WhenAll([done, .. tasks]);

        Assert.Equal([1, 1, 1, 1, 1], _runs.Where(run => run.Model == "mixing").Select(run => run.Rows));
        Assert.Equal([2, 2, 2], _runs.Where(run => run.Model == "pairs").Select(run => run.Rows));
        Assert.All(waiting[0].Outputs[0].Span<float>().ToArray(), score => Assert.Equal(0, score, 1e-6f));
        SameAsAlone(waiting[3]);
    }

    [Fact]
    public async Task One_bad_request_does_not_fail_those_in_its_batch()
    {
        using Scheduler scheduler = Start(parallelism: 1);
        (TestJob first, Task done) = await Occupy(scheduler, _models["one"]);
        TestJob[] waiting = [.. Enumerable.Range(0, 4).Select(i => TestJob.Image(_models["one"], i))];
        waiting[2].Outputs = [new Tensor(ElementType.Float32, new Shape(1, 4))];
        Task[] tasks = [.. waiting.Select(scheduler.RunAsync)];

        first.LetGo();
        await Assert.ThrowsAsync<InvalidInputException>(() => tasks[2]);
        await Task.WhenAll([done, tasks[0], tasks[1], tasks[3]]);

        Assert.All([waiting[0], waiting[1], waiting[3]], SameAsAlone);
    }

    [Fact]
    public async Task Higher_priorities_go_first()
    {
        using Scheduler scheduler = Start(parallelism: 1, maxSize: 1);
        (TestJob first, Task done) = await Occupy(scheduler, _models["one"]);
        TestJob[] waiting = [.. new[] { 0, 0, 5, -1, 5 }.Select((priority, i) =>
            new TestJob(_models["one"], ServedModels.Tensor(i, 1, 3, 8, 8)) { Priority = priority })];
        Task[] tasks = [.. waiting.Select(scheduler.RunAsync)];

        first.LetGo();
        await Task.WhenAll([done, .. tasks]);

        Assert.Equal([2, 4, 0, 1, 3], Enumerable.Range(0, 5).OrderBy(i => waiting[i].Order));
    }

    [Theory]
    [InlineData(1, 1, 60)]
    [InlineData(8, 0, 30)]
    public async Task A_flood_of_one_model_does_not_starve_another(double weight, int least, int most)
    {
        using Scheduler scheduler = Start(parallelism: 1, maxSize: 1, weights: new Dictionary<string, double> { ["other"] = weight });
        foreach (string name in new[] { "one", "other" })
            _models[name].Runs.Scores!.Resolve();
        (TestJob first, Task done) = await Occupy(scheduler, _models["mixing"]);
        TestJob[] flood = [.. Enumerable.Range(0, 100).Select(i => TestJob.Image(_models["one"], i))];
        List<Task> tasks = [done, .. flood.Select(scheduler.RunAsync)];
        TestJob[] others = [.. Enumerable.Range(0, 10).Select(i => TestJob.Image(_models["other"], i))];
        tasks.AddRange(others.Select(scheduler.RunAsync));

        first.LetGo();
        await Task.WhenAll(tasks);

        // The models are alike: with equal weights about ten of the flood were begun before the last of the other ten, though a hundred came first.
        // Costs are measured while other tests run, so that the bounds are wide.
        Assert.InRange(flood.Count(job => job.Order < others.Max(other => other.Order)), least, most);
    }

    [Fact]
    public async Task With_a_delay_a_lone_request_waits_for_company_and_not_longer()
    {
        using Scheduler scheduler = Start(parallelism: 2, maxSize: 3, maxDelay: TimeSpan.FromMilliseconds(300));
        _models["one"].Runs.Scores!.Resolve();
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(i => scheduler.RunAsync(TestJob.Image(_models["one"], i))));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds, 290, 20_000);

        start = System.Diagnostics.Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => scheduler.RunAsync(TestJob.Image(_models["one"], i))));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 290);
        Assert.Equal([2, 3], _runs.Select(run => run.Rows));
    }

    private Scheduler Start(int parallelism, int maxSize = 8, TimeSpan maxDelay = default, IReadOnlyDictionary<string, double>? weights = null)
    {
        var scheduler = new Scheduler(new SchedulerOptions
        {
            Parallelism = parallelism,
            Threads = 2,
            MaxSize = maxSize,
            MaxDelay = maxDelay,
            Timeout = TimeSpan.FromMinutes(1),
            Weights = weights ?? new Dictionary<string, double>(),
        });
        scheduler.Executed += (model, rows, _) =>
        {
            lock (_runs)
                _runs.Add((model.Name, rows));
        };
        return scheduler;
    }

    /// <summary>A job that holds the only place until it is let go.</summary>
    internal static async Task<(TestJob Job, Task Done)> Occupy(Scheduler scheduler, HostedModel model)
    {
        TestJob job = TestJob.Image(model, 99, held: true);
        Task done = Task.Factory.StartNew(() => scheduler.RunAsync(job), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await Task.Run(job.WaitUntilBegun);
        return (job, done);
    }

    private static void SameAsAlone(TestJob job)
    {
        int batch = job.Model.Task.FixedBatch ?? 1;
        Shape row = job.Inputs[0].Shape.With(0, batch);
        CompiledPlan plan = job.Model.Graph.Compile([row]);
        int inputBytes = job.Inputs[0].Bytes.Length / job.Rows * batch, outputBytes = job.Outputs[0].Bytes.Length / job.Rows * batch;
        for (int i = 0; i < job.Rows / batch; i++)
        {
            var alone = new Tensor(ElementType.Float32, plan.Outputs[0].Shape);
            plan.Run([new Tensor(ElementType.Float32, row, job.Inputs[0].Bytes.Slice(i * inputBytes, inputBytes))], [alone]);
            Assert.Equal(alone.Bytes.ToArray(), job.Outputs[0].Bytes.Slice(i * outputBytes, outputBytes).ToArray());
        }
    }
}
