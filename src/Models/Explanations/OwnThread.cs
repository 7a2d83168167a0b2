namespace Fovea.Models.Explanations;

/// <summary>Does the work at once, on the caller's thread and those that the engine adds.</summary>
/// <param name="cancellation">Ends the work between two steps of a run.</param>
public sealed class OwnThread(CancellationToken cancellation = default) : WorkShare
{
    /// <inheritdoc/>
    public override Task<T> DoAsync<T>(Func<int, CancellationToken, T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(work(int.MaxValue, cancellation));
    }
}
