using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Fovea.Inference.Steps;
using Fovea.Kernels;

namespace Fovea.Inference.Execution;

/// <summary>
/// One run of a plan by a team of threads. The first thread executes the steps in order. A shared step is split into parts; each thread
/// claims parts from its own range first, then steals from the others. A step ends when its parts are done, so a thread without a core
/// delays the run only while it holds a part. The object is reused once the last thread has left.
/// </summary>
internal sealed unsafe class PlanRun(Action<PlanRun> release) : RunControl
{
    /// <summary>The least cost of a part (see <see cref="Step.Cost"/>).</summary>
    private const double PartCost = 400_000;

    /// <summary>
    /// The most cost of a part of a step that takes long, up to a second: a run can be cancelled between two parts.
    /// </summary>
    private const double MostPartCost = 1e9;

    /// <summary>The most parts per thread of such a step.</summary>
    private const int MostPartsPerThread = 1024;

    /// <summary>The value of <see cref="_open"/> that ends the helper threads' work on this run.</summary>
    private const int Closed = int.MaxValue;

    /// <summary>
    /// How many turns of a spinning wait, about 15 microseconds, a thread waits before it steals from another thread's range. Memory moves
    /// slowly between cores, so a part is best executed by the core that holds its operands.
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
        _steps = steps;
        _kernels = kernels;
        _cancellation = cancellation;
        _arena = (byte*)arena;
        _stop = false;
        _error = null;
        _open = -1;
        _arrived = 0;
    }

    /// <inheritdoc/>
    public override int ThreadCount => _teamSize;

    /// <summary>Sets the number of threads before they start; returns it.</summary>
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

    /// <summary>Executes the steps as the first thread; rethrows the first error of any thread.</summary>
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
                    ExecuteAlone(step, in context);
                if (StepTicks is not null && step is not SegmentStep)
                    StepTicks[step.Index] += Stopwatch.GetTimestamp() - start;
            }
        }
        finally
        {
            _open = Closed;
        }

        // Checked also after the last step, because a segment that sees the cancellation leaves its images unfinished.
        if (_error is null && _cancellation.IsCancellationRequested)
            throw new OperationCanceledException(_cancellation);
        if (_error is not null)
            ExceptionDispatchInfo.Throw(_error);
    }

    /// <summary>Executes parts of the open step as a helper thread, until the run is over.</summary>
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

    /// <summary>Called by each thread when it is done; the last one releases the object for reuse.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _activeThreads) != 0)
            return;
        // An idle run must not keep the steps of a plan that is evicted meanwhile.
        _steps = [];
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

    // A thread takes its own parts first, then steals, so that each thread works on its own memory as long as every thread has a core.
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
                if (!IsStopped)
                    Execute(step, in context, (owner * partsPerThread) + part, partsPerThread * _teamSize);
                Interlocked.Increment(ref _done[index]);
            }
        }
    }

    private void ExecuteAlone(Step step, in RunContext context)
    {
        int parts = step.CanShare ? LongParts(step) : 1;
        for (int part = 0; part < parts && !IsStopped; part++)
            Execute(step, in context, part, parts);
    }

    private int Parts(Step step) =>
        _teamSize * Math.Max(LongParts(step), (int)Math.Clamp(step.Cost / PartCost / _teamSize, 1, step.MaxPartsPerThread));

    /// <summary>Into how many parts per thread a step is split so that none takes long.</summary>
    private int LongParts(Step step) => (int)Math.Clamp(step.Cost / MostPartCost / _teamSize, 1, MostPartsPerThread);

    private void Execute(Step step, in RunContext context, int part, int parts)
    {
        try
        {
            step.Execute(in context, part, parts);
        }
        catch (Exception error)
        {
            // The first thread rethrows the error once no other thread works on the arena.
            Interlocked.CompareExchange(ref _error, step.Locate(error) ?? error, null);
            _stop = true;
        }
    }

    // Waits take microseconds if every thread has a core: spin at first, then yield.
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
