using Fovea.Inference;

namespace Fovea.Models.Scheduling;

/// <summary>
/// What rows run through: one model, with inputs of one shape and one set of outputs. Jobs with the same target (the same object) share
/// runs where the rows of the model's outputs do not depend on each other. Thread-safe.
/// </summary>
internal abstract class RunTarget
{
    /// <summary>The rows of each run where runs are not shared; 0 where a run has all rows of a job.</summary>
    public abstract int RowsPerRun { get; }

    /// <summary>
    /// Whether a run may have rows of several jobs, and any number of them. False until <see cref="Resolve"/> has found out; once true, it
    /// stays so.
    /// </summary>
    public abstract bool IsShared { get; }

    /// <summary>Whether a run is one of a prediction: its time then tells how long others take, and it counts in the statistics.</summary>
    public virtual bool IsPrediction => true;

    /// <summary>Whether each row is a run of its own, whose outputs may have other shapes than those of the next row.</summary>
    public virtual bool GivesRowsApart => false;

    /// <summary>Finds out whether runs may be shared; takes milliseconds the first time.</summary>
    public abstract void Resolve();

    /// <summary>
    /// Allocates the outputs of a request with a number of rows; none where the run itself allocates them, or has none.
    /// </summary>
    public virtual Tensor[] NewOutputs(int rows) => [];

    /// <summary>
    /// The parts in which the rows of a job that is prepared can run one after another, with nothing else between them that uses the job:
    /// one, unless the target divides the run. Each is given the most threads and a token; a part that was cancelled can be done again.
    /// </summary>
    public virtual IReadOnlyList<Action<int, CancellationToken>> Divide(Job job) =>
        [(threads, cancellationToken) => Run([new BatchSlice(job, 0, job.Rows)], threads, cancellationToken)];

    /// <summary>Runs rows of one or more jobs together, on the calling thread and up to <paramref name="threads"/> - 1 others.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public abstract void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken);
}
