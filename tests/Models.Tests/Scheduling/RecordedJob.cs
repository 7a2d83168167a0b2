using System.Collections.Concurrent;
using Fovea.Inference;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>What a <see cref="RecordedJob"/> does.</summary>
internal sealed record JobScript(int Rows, int Preparations, int Priority)
{
    /// <summary>The preparation that throws; none when negative.</summary>
    public int FailingPreparation { get; init; } = -1;

    /// <summary>Whether every run with one of its rows throws.</summary>
    public bool RunFails { get; init; }

    public bool AnswerFails { get; init; }

    /// <summary>
    /// The piece of work, counted from 0 in the order in which they begin, during which its caller leaves; none when negative.
    /// </summary>
    public int LeavesDuring { get; init; } = -1;

    public bool Fails => FailingPreparation >= 0 || RunFails || AnswerFails;
}

/// <summary>A job that counts what is done for it, and notes what must not happen.</summary>
internal sealed class RecordedJob : Job
{
    private readonly JobScript _script;
    private readonly RecordedTarget _target;
    private readonly CancellationTokenSource _caller;
    private readonly ConcurrentBag<string> _faults;
    private readonly int[] _prepared;
    private readonly int[] _ran;
    private volatile bool _hasTarget;
    private int _begun;
    private int _answered;

    public RecordedJob(
        IQueueOwner owner, RecordedTarget target, JobScript script, CancellationTokenSource caller, ConcurrentBag<string> faults)
        : base(owner, caller.Token)
    {
        _script = script;
        _target = target;
        _caller = caller;
        _faults = faults;
        _prepared = new int[script.Preparations];
        _ran = new int[script.Rows];
        Priority = script.Priority;
    }

    public bool RunFails => _script.RunFails;

    /// <summary>Whether everything was done exactly once.</summary>
    public bool IsDone => _answered == 1 && _prepared.All(times => times == 1) && _ran.All(times => times == 1);

    /// <summary>Whether nothing was done more than once.</summary>
    public bool IsDoneAtMostOnce => _answered <= 1 && _prepared.All(times => times <= 1) && _ran.All(times => times <= 1);

    public override int Preparations => _script.Preparations;

    /// <summary>Known with the first preparation only, as for real requests.</summary>
    public override RunTarget? Target => _hasTarget ? _target : null;

    public override int Rows => _script.Rows;

    public override IReadOnlyList<Tensor> Inputs => [];

    public override void Prepare(int index)
    {
        Begin("A preparation");
        if (index == 0)
            _hasTarget = true;
        Interlocked.Increment(ref _prepared[index]);
        if (index == _script.FailingPreparation)
            throw new InvalidDataException("preparation");
    }

    public override void Answer()
    {
        Begin("The answer");
        if (!_ran.All(times => times == 1))
            _faults.Add("The answer began before all rows had run.");
        Interlocked.Increment(ref _answered);
        if (_script.AnswerFails)
            throw new InvalidDataException("answer");
    }

    /// <summary>A run with rows of the job begins.</summary>
    public void BeginRun()
    {
        if (_prepared.Any(times => times != 1))
            _faults.Add("A run began before the preparations had ended.");
        Begin("A run");
    }

    /// <summary>Rows have run.</summary>
    public void Count(int first, int rows)
    {
        for (int row = first; row < first + rows; row++)
            Interlocked.Increment(ref _ran[row]);
    }

    private void Begin(string what)
    {
        if (Times!.Has(JobEvent.Ended))
            _faults.Add($"{what} began after the task had ended.");
        if (Interlocked.Increment(ref _begun) - 1 == _script.LeavesDuring)
            _caller.Cancel();
    }
}
