using Fovea.Inference.Execution;
using Fovea.Inference.Steps;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Execution;

/// <summary>A run by threads of the test instead of those of the pool.</summary>
internal sealed class TestTeam
{
    /// <summary>The time after which a test fails, because a thread waits in vain.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly PlanRun _run;
    private readonly Dictionary<int, Thread> _threads = [];
    private volatile Exception? _error;

    /// <summary>Prepares the run without starting a thread.</summary>
    public TestTeam(PlanRun run, int size, CancellationToken cancellation, params Step[] steps)
    {
        _run = run;
        run.Prepare(steps, KernelSet.For(null), arena: 0, cancellation);
        Assert.Equal(size, run.SetTeamSize(size));
        Assert.Equal(size, run.ThreadCount);
        Size = size;
    }

    public int Size { get; }

    /// <summary>Runs the steps on all threads and returns the run's exception.</summary>
    public static Exception? Run(PlanRun run, int size, CancellationToken cancellation, params Step[] steps)
    {
        var team = new TestTeam(run, size, cancellation, steps);
        for (int worker = size - 1; worker >= 0; worker--)
            team.Start(worker);
        return team.End();
    }

    /// <summary>The thread with an index, once started.</summary>
    public Thread this[int worker] => _threads[worker];

    /// <summary>Starts the thread with an index: 0 executes the steps, the others help.</summary>
    public Thread Start(int worker)
    {
        var thread = new Thread(() => Work(worker)) { IsBackground = true, Name = $"worker {worker}" };
        _threads.Add(worker, thread);
        thread.Start();
        return thread;
    }

    /// <summary>Waits for the started threads, and returns the run's exception.</summary>
    public Exception? End()
    {
        foreach ((int worker, Thread thread) in _threads)
            Assert.True(thread.Join(Limit), $"Worker {worker} has not ended.");
        return _error;
    }

    private void Work(int worker)
    {
        if (worker == 0)
            _error = Record.Exception(_run.Run);
        else
            _run.Help(worker);
        _run.Leave();
    }
}
