namespace Fovea.Models.Repository;

/// <summary>What one look at the folders has begun.</summary>
/// <param name="IsComplete">Whether the files of every model have settled.</param>
/// <param name="Loads">The loads that wait or run, of the models that were looked at.</param>
internal sealed record RepositoryPass(bool IsComplete, IReadOnlyList<EntryLoad> Loads)
{
    /// <summary>Waits for the loads.</summary>
    /// <returns>Whether every model was tried with its current files; false when some are still changing.</returns>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public bool Wait(CancellationToken cancellationToken)
    {
        Task.WaitAll([.. Loads.Select(load => load.Task)], cancellationToken);
        return IsComplete && Loads.All(load => load is { FilesChanged: false, IsAbandoned: false });
    }

    /// <summary>Waits for the loads, but no longer than this.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public void Wait(TimeSpan most, CancellationToken cancellationToken) =>
        Task.WaitAll([.. Loads.Select(load => load.Task)], (int)most.TotalMilliseconds, cancellationToken);
}
