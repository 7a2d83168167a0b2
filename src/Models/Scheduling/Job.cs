using Fovea.Inference;

namespace Fovea.Models.Scheduling;

/// <summary>
/// One request: preparations (each decodes an image, for example), rows to run, and an answer made of the outputs. The scheduler publishes
/// what one stage writes to the threads of the next. Within a stage a member is used by one thread at a time, unless it says otherwise.
/// </summary>
internal abstract class Job(IQueueOwner owner, CancellationToken cancellation)
{
    /// <summary>The owner of the queue in which it waits.</summary>
    public IQueueOwner Owner { get; } = owner;

    /// <summary>Cancels the job.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Higher goes first among the jobs of its owner.</summary>
    public int Priority { get; init; } = JobPriority.Normal;

    /// <summary>
    /// The longest that it may take from its arrival to its answer; null, or a value above it, for <see cref="SchedulerOptions.Timeout"/>.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long its stages took. Complete when the scheduler's task has ended.</summary>
    public StageTimings Timings { get; init; } = new();

    /// <summary>The times of its events; null until a scheduler has admitted it.</summary>
    public JobTimes? Times { get; set; }

    /// <summary>Whether it was answered in time: it did not fail and was not cancelled. Set before the scheduler's task ends.</summary>
    public bool Succeeded { get; set; }

    /// <summary>Cancelled when the job has failed while its answer is made. Set before <see cref="Answer"/> is called.</summary>
    public CancellationToken Abandoned { get; set; }

    /// <summary>The number of preparations, at least one.</summary>
    public abstract int Preparations { get; }

    /// <summary>
    /// What the rows run through; may be null until the preparations are done. May be read while another thread prepares.
    /// </summary>
    public abstract RunTarget? Target { get; }

    /// <summary>The rows to run, at least one. Fixed when the preparations are done.</summary>
    public abstract int Rows { get; }

    /// <summary>One tensor per input of the model. Fixed when the preparations are done.</summary>
    public abstract IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>
    /// One tensor per output. Fixed when the preparations are done, or, where their shapes depend on the data, when the run has ended.
    /// </summary>
    public IReadOnlyList<Tensor> Outputs { get; set; } = [];

    /// <summary>
    /// The outputs of each row instead of <see cref="Outputs"/>, where the target gives rows apart; null elsewhere. Several threads may set
    /// different rows at the same time.
    /// </summary>
    public Tensor[][]? RowOutputs { get; set; }

    /// <summary>
    /// Does one preparation; several threads may do different ones at the same time. An exception becomes the job's error.
    /// </summary>
    public abstract void Prepare(int index);

    /// <summary>Makes the answer, once, when all rows have run. An exception becomes the job's error.</summary>
    public abstract void Answer();

    /// <summary>
    /// Called after a batch with rows of this job has run, for one job of each batch. Two batches may call it at the same time. Must not
    /// throw.
    /// </summary>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="elapsed">How long the run took.</param>
    public virtual void Ran(int rows, TimeSpan elapsed)
    {
    }
}
