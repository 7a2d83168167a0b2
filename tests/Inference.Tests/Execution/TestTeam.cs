using Fovea.Inference.Execution;
using Fovea.Inference.Steps;
using Fovea.Kernels;

namespace Fovea.Inference.Tests.Execution;

/// <summary>A run by a team of threads of the test's own, in place of the pool's.</summary>
internal sealed class TestTeam
{
    /// <summary>After this a test has failed: something waits for what does not come.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly PlanRun _run;
    private readonly Dictionary<int, Thread> _threads = [];
    private volatile Exception? _error;

    /// <summary>Prepares the run; nobody has started yet.</summary>
    public TestTeam(PlanRun run, int size, CancellationToken cancellation, params Step[] steps)
    {
        _run = run;
        run.Prepare(steps, KernelSet.For(null), arena: 0, cancellation);
        Assert.Equal(size, run.SetTeamSize(size));
        Assert.Equal(size, run.ThreadCount);
        Size = size;
    }

    public int Size { get; }

    /// <summary>Runs the steps with all members and returns what the run threw.</summary>
    public static Exception? Run(PlanRun run, int size, CancellationToken cancellation, params Step[] steps)
    {
        var team = new TestTeam(run, size, cancellation, steps);
        for (int member = size - 1; member >= 0; member--)
            team.Start(member);
        return team.End();
    }

    /// <summary>The thread of a member that has started.</summary>
    public Thread this[int member] => _threads[member];

    /// <summary>Starts a member: 0 walks the steps, the others help.</summary>
    public Thread Start(int member)
    {
        var thread = new Thread(() => Work(member)) { IsBackground = true, Name = $"member {member}" };
        _threads.Add(member, thread);
        thread.Start();
        return thread;
    }

    /// <summary>Waits for the members that have started; what the run threw.</summary>
    public Exception? End()
    {
        foreach ((int member, Thread thread) in _threads)
            Assert.True(thread.Join(Limit), $"Member {member} has not ended.");
        return _error;
    }

    private void Work(int member)
    {
        if (member == 0)
            _error = Record.Exception(_run.Run);
        else
            _run.Help(member);
        _run.Leave();
    }
}
