using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Fovea.Inference.Steps;
using Fovea.Kernels;

namespace Fovea.Inference.Execution;

/// <summary>
/// One run of a plan by a team of threads. The first thread walks the steps; a shared step is cut into parts that all members claim,
/// each from its own range first. A step ends when its parts are done, not when its members are: a member without a core holds up
/// nobody unless it has a part in hand. Objects are reused once their last member has left.
/// </summary>
internal sealed unsafe class PlanRun(Action<PlanRun> release) : RunControl
{
    /// <summary>The least cost of a part (see <see cref="Step.Cost"/>).</summary>
    private const double PartCost = 400_000;

    /// <summary>The value of <see cref="_open"/> that sends the helpers home.</summary>
    private const int Closed = int.MaxValue;

    /// <summary>
    /// How long, in turns of a spinning wait, a member waits for another to begin what is left of its range before it takes it over, some
    /// 15 microseconds: memory moves slowly between cores, so that a part is worth more where its operands are.
    /// </summary>
    public int StealDelay { get; init; } = 400;

    private Step[] _steps = [];
    private KernelSet? _kernels;
    private byte* _arena;
    private int _teamSize;
    private int _activeThreads;
    private int[] _claimed = [];
    private int[] _done = [];
    private volatile int _open = -1;
    private volatile int _arrived;
    private volatile bool _stop;
    private volatile Exception? _error;
    private CancellationToken _cancellation;

    /// <inheritdoc/>
    public override bool IsStopped => _stop || _cancellation.IsCancellationRequested;

    public void Prepare(Step[] steps, KernelSet kernels, nint arena, CancellationToken cancellation)
    {
        (_steps, _kernels, _cancellation) = (steps, kernels, cancellation);
        _arena = (byte*)arena;
        (_stop, _error, _open, _arrived) = (false, null, -1, 0);
    }

    /// <inheritdoc/>
    public override int ThreadCount => _teamSize;

    /// <summary>Sets the number of members before they start.</summary>
    public int SetTeamSize(int size)
    {
        (_teamSize, _activeThreads) = (size, size);
        if (size > 1)
        {
            Clear(ref _claimed, _steps.Length * size);
            Clear(ref _done, _steps.Length);
        }

        return size;
    }

    /// <summary>Walks the steps as the first member; throws what went wrong.</summary>
    public void Run()
    {
        var context = new RunContext(_arena, _kernels!, worker: 0, this);
        try
        {
            for (int i = 0; i < _steps.Length && !IsStopped; i++)
            {
                long start = StepTicks is null ? 0 : Stopwatch.GetTimestamp();
                Step step = _steps[i];
                if (_teamSize > 1 && step.IsShared)
                    RunShared(i, in context);
                else
                    Execute(step, in context, 0, 1);
                if (StepTicks is not null && step is not SegmentStep)
                    StepTicks[step.Index] += Stopwatch.GetTimestamp() - start;
            }
        }
        finally
        {
            _open = Closed;
        }

        // A segment that sees the cancellation leaves its images unfinished: the last step counts too.
        if (_error is null && _cancellation.IsCancellationRequested)
            throw new OperationCanceledException(_cancellation);
        if (_error is not null)
            ExceptionDispatchInfo.Throw(_error);
    }

    /// <summary>Takes parts of whatever step is open, until the run is over.</summary>
    public void Help(int worker)
    {
        var context = new RunContext(_arena, _kernels!, worker, this);
        Interlocked.Increment(ref _arrived);
        int seen = -1;
        while (true)
        {
            int open = _open;
            for (int spins = 0; open == seen; spins++, open = _open)
                Pause(spins);
            if (open == Closed)
                return;
            Claim(open, in context, worker);
            seen = open;
        }
    }

    /// <summary>A member's last word; the last one makes the object available again.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _activeThreads) == 0)
            release(this);
    }

    private void RunShared(int index, in RunContext context)
    {
        _open = index;
        Claim(index, in context, 0);
        int parts = Parts(_steps[index]);
        for (int spins = 0; Volatile.Read(ref _done[index]) < parts; spins++)
            Pause(spins);
    }

    // Own parts first, then those that other members leave, so that with every core free each member works on its own memory.
    private void Claim(int index, in RunContext context, int worker)
    {
        Step step = _steps[index];
        int partsPerThread = Parts(step) / _teamSize;
        for (int i = 0; i < _teamSize; i++)
        {
            int owner = (worker + i) % _teamSize;
            ref int claimed = ref _claimed[(index * _teamSize) + owner];
            for (int spins = 0;
                i > 0 && spins < StealDelay && _arrived == _teamSize - 1 && Volatile.Read(ref claimed) < partsPerThread;
                spins++)
                Pause(spins);
            while (Volatile.Read(ref claimed) < partsPerThread)
            {
                int part = Interlocked.Increment(ref claimed) - 1;
                if (part >= partsPerThread)
                    break;
                if (!_stop)
                    Execute(step, in context, (owner * partsPerThread) + part, partsPerThread * _teamSize);
                Interlocked.Increment(ref _done[index]);
            }
        }
    }

    private int Parts(Step step) => _teamSize * (int)Math.Clamp(step.Cost / PartCost / _teamSize, 1, step.MaxPartsPerThread);

    private void Execute(Step step, in RunContext context, int part, int parts)
    {
        try
        {
            step.Execute(in context, part, parts);
        }
        catch (Exception error)
        {
            // Whatever it is, it leaves the run through its first member, when no other one works on the arena any more.
            Interlocked.CompareExchange(ref _error, step.Locate(error) ?? error, null);
            _stop = true;
        }
    }

    // Waits take microseconds while every member has a core: spin, then give the core away.
    private static void Pause(int spins)
    {
        if (spins < 5000)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }

    private static void Clear(ref int[] counters, int length)
    {
        if (counters.Length < length)
            counters = new int[length];
        else
            Array.Clear(counters, 0, length);
    }
}
