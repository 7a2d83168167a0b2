namespace Fovea.Models.Scheduling;

/// <summary>
/// What rows run through: one model, to one set of outputs, from inputs of one shape. Jobs with the same target (the same object) share runs
/// where the model keeps rows apart. Thread-safe.
/// </summary>
internal abstract class RunTarget
{
    /// <summary>The rows of a run that cannot be shared; 0 where a whole job is one run.</summary>
    public abstract int RowsPerRun { get; }

    /// <summary>Whether runs may mix rows of several jobs, and take any number of them. False until <see cref="Resolve"/> has found out.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Finds out whether runs may be shared; takes milliseconds the first time.</summary>
    public abstract void Resolve();

    /// <summary>Runs rows of one or more jobs together, on the calling thread and up to <paramref name="threads"/> - 1 others.</summary>
    /// <exception cref="OperationCanceledException">Cancelled between two steps.</exception>
    public abstract void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken);
}
