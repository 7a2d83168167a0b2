using Fovea.Models.Hosting;

namespace Fovea.Models.Repository;

/// <summary>One attempt to load a model.</summary>
/// <param name="Model">What is loaded.</param>
/// <param name="Files">Its files when the attempt began to wait.</param>
/// <param name="Before">The model that answers meanwhile; null if there is none.</param>
/// <param name="Cancellation">Ends the attempt.</param>
internal sealed record EntryLoad(DesiredModel Model, FileStamps Files, HostedModel? Before, CancellationTokenSource Cancellation)
{
    private volatile bool _abandoned;

    /// <summary>The place in the queue, set when it is there.</summary>
    public LoadQueue.Load Place { get; set; } = null!;

    /// <summary>Ends when the attempt has ended and the entry says with what.</summary>
    public Task Task => Place.Task;

    /// <summary>Whether its result is not wanted any more.</summary>
    public bool IsAbandoned => _abandoned;

    /// <summary>Whether the files changed while they were read, so that the attempt counts for nothing.</summary>
    public bool FilesChanged { get; set; }

    /// <summary>Cancels the attempt and throws away what may still come of it.</summary>
    public void Abandon()
    {
        _abandoned = true;
        Cancellation.Cancel();
    }
}
