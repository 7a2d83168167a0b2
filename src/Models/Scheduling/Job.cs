using Fovea.Inference;

namespace Fovea.Models.Scheduling;

/// <summary>
/// One request, as the scheduler sees it: preparations (an image to decode each), rows to run, and the answer to make of them. Each member is used by one
/// thread at a time unless it says otherwise.
/// </summary>
internal abstract class Job(IQueueOwner owner, CancellationToken cancellation)
{
    /// <summary>In whose queue it waits.</summary>
    public IQueueOwner Owner { get; } = owner;

    /// <summary>Ends the job when its caller has left.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Higher goes first among the jobs of its owner.</summary>
    public int Priority { get; init; } = int.MinValue;

    /// <summary>How long it may take from its arrival to its answer, if less than what the scheduler grants.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where its time goes. Complete when the scheduler's task has ended.</summary>
    public StageTimings Timings { get; init; } = new();

    /// <summary>When it came and went from stage to stage; null before a scheduler has it.</summary>
    public JobTimes? Times { get; set; }

    /// <summary>How many preparations there are, at least one.</summary>
    public abstract int Preparations { get; }

    /// <summary>What the rows run through; may be null until the preparations are done.</summary>
    public abstract RunTarget? Target { get; }

    /// <summary>The rows to run, at least one. Fixed when the preparations are done.</summary>
    public abstract int Rows { get; }

    /// <summary>One tensor per input of the model. Fixed when the preparations are done.</summary>
    public abstract IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>One tensor per output. Fixed when the preparations are done, or, where their shapes depend on the data, when the run has ended.</summary>
    public IReadOnlyList<Tensor> Outputs { get; set; } = [];

    /// <summary>Does one preparation; several may be done at the same time. What it throws becomes the job's error.</summary>
    public abstract void Prepare(int index);

    /// <summary>Makes the answer, once, when all rows have run. What it throws becomes the job's error.</summary>
    public abstract void Answer();

    /// <summary>A batch with rows of this job has run; one job of each batch is told. Must not throw.</summary>
    /// <param name="rows">The rows of the batch.</param>
    /// <param name="elapsed">How long the run took.</param>
    public virtual void Ran(int rows, TimeSpan elapsed)
    {
    }
}
