using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>A scheduler on a clock that stands still until the test moves it.</summary>
public abstract class SchedulerFixture : IDisposable
{
    private protected StepClock Time { get; } = new();

    private protected TestOwner One { get; } = new("one");

    private protected TestOwner Other { get; } = new("other");

    private protected TestTarget Target { get; } = new();

    private Scheduler? _scheduler;

    private protected Scheduler Scheduler => _scheduler ?? throw new InvalidOperationException("The test starts no scheduler.");

    public void Dispose()
    {
        _scheduler?.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Scheduler Start(SchedulerOptions? options = null)
    {
        _scheduler = new Scheduler(options ?? Options(), Time);
        return _scheduler;
    }

    private protected static SchedulerOptions Options(int parallelism = 1) =>
        new() { Parallelism = parallelism, Threads = parallelism, Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>Jobs of <see cref="One"/> that run together.</summary>
    private protected TestJob Job(int rows = 1, CancellationToken cancellation = default) =>
        new(One, Target, rows, cancellation: cancellation);

    /// <summary>A job that keeps one thread busy until its preparation's gate is opened.</summary>
    private protected (TestJob Job, Task Done) Occupy(TestOwner? owner = null)
    {
        var job = new TestJob(owner ?? Other, new TestTarget()) { Preparation = new Gate() };
        Task done = OnThread(() => Scheduler.RunAsync(job));
        job.Preparation.WaitUntilReached();
        return (job, done);
    }

    /// <summary>Calls on a thread that may be held up.</summary>
    private protected static Task OnThread(Func<Task> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private protected static async Task Ended(params IEnumerable<Task> tasks) =>
        await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(30));
}
