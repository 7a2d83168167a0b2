namespace Fovea.Models.Jobs;

/// <summary>Work that takes many steps, with a result that takes shape meanwhile.</summary>
public abstract class LongWork : IDisposable
{
    /// <summary>What it does.</summary>
    public abstract JobKind Kind { get; }

    /// <summary>The name of the model that it runs.</summary>
    public abstract string Model { get; }

    /// <summary>The model's version.</summary>
    public abstract string Version { get; }

    /// <summary>How many steps it takes.</summary>
    public abstract int Steps { get; }

    /// <summary>The bytes of memory that its result takes, which is kept for a while.</summary>
    public abstract long ResultBytes { get; }

    /// <summary>
    /// Does the next step. It lets other work go first, and may wait for it. It is not called again after it was cancelled or has failed.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public abstract Task StepAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Called once when it has ended, in whatever way, before <see cref="Dispose()"/>: what is asked of the result afterwards is made of
    /// little memory.
    /// </summary>
    public abstract void Conclude();

    /// <summary>Frees the memory that the steps need. The result stays.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the memory that the steps need.</summary>
    /// <param name="disposing">Whether it was asked for.</param>
    protected abstract void Dispose(bool disposing);
}
