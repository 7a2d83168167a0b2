using Fovea.Inference;
using Fovea.Models.Hosting;

namespace Fovea.Models.Scheduling;

/// <summary>
/// One request on its way through the scheduler: preparations (an image to decode each), then rows to run. The scheduler's lock guards what is
/// not said to be fixed. The task ends after the last piece of work on the job has ended, whatever became of it, so that its memory may be
/// reused from then on.
/// </summary>
internal abstract class Job(HostedModel model, CancellationToken cancellation)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The model; fixed.</summary>
    public HostedModel Model { get; } = model;

    /// <summary>Ends the job when its caller has left; fixed.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Higher goes first among the jobs of its model; fixed.</summary>
    public int Priority { get; init; } = int.MinValue;

    /// <summary>How long it may take, if less than what the scheduler grants; fixed.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where its time goes. Written before the task ends.</summary>
    public StageTimings Timings { get; init; } = new();

    /// <summary>How many preparations there are; fixed.</summary>
    public abstract int Preparations { get; }

    /// <summary>What runs with what; null when nothing is to run. Fixed when the preparations are done.</summary>
    public abstract RunKey? Key { get; }

    /// <summary>The rows to run. Fixed when the preparations are done.</summary>
    public abstract int Rows { get; }

    /// <summary>One tensor per input of the model. Fixed when the preparations are done.</summary>
    public abstract IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>
    /// One tensor per output. Fixed when the preparations are done, or, where their shapes depend on the data, when the run has ended.
    /// </summary>
    public IReadOnlyList<Tensor> Outputs { get; set; } = [];

    /// <summary>Ends when the job has: answered, failed, cancelled or too late.</summary>
    public Task Completion => _completion.Task;

    /// <summary>The instants at which it came and went from stage to stage.</summary>
    public JobTimes Times { get; } = new();

    /// <summary>The queue of its model.</summary>
    public ModelQueue? Queue { get; set; }

    /// <summary>Its place in the scheduler's list of jobs.</summary>
    public LinkedListNode<Job>? Node { get; set; }

    /// <summary>Its place among those that wait in the queue; in no list when nothing of it waits.</summary>
    public LinkedListNode<Job> Place => field ??= new LinkedListNode<Job>(this);

    /// <summary>The watch over <see cref="Cancellation"/>.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>Whether it waits, and is counted among those: none of its work is going on.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>Preparations that have begun.</summary>
    public int PreparationsBegun { get; set; }

    /// <summary>Preparations that have ended.</summary>
    public int PreparationsDone { get; set; }

    /// <summary>The first row that no run has taken yet.</summary>
    public int NextRow { get; set; }

    /// <summary>Rows whose run has ended.</summary>
    public int RowsDone { get; set; }

    /// <summary>Preparations and runs that are going on.</summary>
    public int InFlight { get; set; }

    /// <summary>The runs that are going on.</summary>
    public List<BatchRun> Runs { get; } = new(1);

    /// <summary>What went wrong first; nothing more of the job is begun then.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Whether the task has ended.</summary>
    public bool IsComplete => _completion.Task.IsCompleted;

    /// <summary>Whether every image is prepared.</summary>
    public bool IsPrepared => PreparationsDone == Preparations;

    /// <summary>Whether all its work is done.</summary>
    public bool IsDone => IsPrepared && (Key is null || RowsDone == Rows);

    /// <summary>Whether a piece of its work could begin now.</summary>
    public bool CanBegin => Error is null && (PreparationsBegun < Preparations || (IsPrepared && Key is not null && NextRow < Rows));

    /// <summary>Does one preparation; several may be done at the same time. What it throws becomes the job's error.</summary>
    public abstract void Prepare(int index);

    /// <summary>Counts it in its queue, or no longer.</summary>
    public void Wait(bool waits)
    {
        if (waits != IsWaiting)
            Queue!.Waiting += waits ? 1 : -1;
        IsWaiting = waits;
    }

    public void Fail(Exception error) => Error ??= error;

    /// <summary>Ends the task.</summary>
    public void Complete()
    {
        if (Error is OperationCanceledException)
            _completion.TrySetCanceled(Cancellation);
        else if (Error is { } error)
            _completion.TrySetException(error);
        else
            _completion.TrySetResult();
    }
}
