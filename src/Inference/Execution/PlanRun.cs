using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Fovea.Inference.Kernels;
using Fovea.Inference.Planning;

namespace Fovea.Inference.Execution;

/// <summary>
/// One run of a plan by a team of threads: each walks the same list of steps; shared steps are cut into one part per thread, the
/// others belong to the first thread; a barrier stands wherever one thread could see another's unfinished work. Objects are reused.
/// </summary>
internal sealed unsafe class PlanRun : IDisposable
{
    private readonly ManualResetEventSlim _left = new(false);
    private Step[] _steps = [];
    private KernelSet? _kernels;
    private byte* _arena;
    private int _team;
    private int _waiting;
    private int _active;
    private volatile int _generation;
    private volatile bool _stop;
    private volatile Exception? _error;
    private CancellationToken _cancellation;

    /// <summary>Ticks spent per step by the first thread, barriers included; null unless profiling.</summary>
    public long[]? StepTicks { get; set; }

    public void Prepare(Step[] steps, KernelSet kernels, nint arena, CancellationToken cancellation)
    {
        (_steps, _kernels, _cancellation) = (steps, kernels, cancellation);
        _arena = (byte*)arena;
        (_stop, _error, _waiting) = (false, null, 0);
    }

    /// <summary>Sets the number of threads before they start.</summary>
    public int Team(int size)
    {
        _team = size;
        _active = size - 1;
        _left.Reset();
        return size;
    }

    /// <summary>Runs the first thread's part, waits for the others, and throws what went wrong.</summary>
    public void Finish()
    {
        Work(0);
        if (_team > 1)
            _left.Wait();
        if (_error is { } error)
        {
            if (error is OperationCanceledException)
                throw new OperationCanceledException(_cancellation);
            if (error is InferenceException)
                ExceptionDispatchInfo.Throw(error);
            throw new InferenceException($"A run failed: {error.Message}", error);
        }
    }

    public void Dispose() => _left.Dispose();

    /// <summary>A helper's last word: after it the run may end.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _active) == 0)
            _left.Set();
    }

    /// <summary>Walks the steps as one member of the team.</summary>
    public void Work(int part)
    {
        var context = new RunContext(_arena, _kernels!);
        for (int i = 0; i < _steps.Length; i++)
        {
            Step step = _steps[i];
            long start = part == 0 && StepTicks is not null ? Stopwatch.GetTimestamp() : 0;
            if (!_stop)
                Execute(step, in context, part);
            if (_team > 1 && (step.IsShared || (i + 1 < _steps.Length && _steps[i + 1].IsShared)))
                Barrier();
            if (start != 0)
                StepTicks![i] += Stopwatch.GetTimestamp() - start;
        }
    }

    private void Execute(Step step, in RunContext context, int part)
    {
        try
        {
            if (part == 0 && _cancellation.IsCancellationRequested)
            {
                _error ??= new OperationCanceledException();
                _stop = true;
                return;
            }

            if (step.IsShared)
                step.Execute(in context, part, _team);
            else if (part == 0)
                step.Execute(in context, 0, 1);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _error ??= error;
            _stop = true;
        }
    }

    // A counting barrier: the last to arrive opens the next generation. Waiting spins, because the steps between barriers take
    // microseconds, and yields once that lasts longer than a step should.
    private void Barrier()
    {
        int generation = _generation;
        if (Interlocked.Increment(ref _waiting) == _team)
        {
            _waiting = 0;
            _generation = generation + 1;
            return;
        }

        for (int spins = 0; _generation == generation; spins++)
        {
            if (spins < 2000)
                Thread.SpinWait(8);
            else
                Thread.Yield();
        }
    }
}
