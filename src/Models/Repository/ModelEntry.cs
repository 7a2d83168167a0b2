using System.Globalization;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Packages;

namespace Fovea.Models.Repository;

/// <summary>One version of a model in the repository, in any state. When its files change, its model is replaced. Thread-safe.</summary>
public sealed class ModelEntry
{
    private volatile DesiredModel _source;
    private volatile ModelStatus _status = ModelStatus.Loading;
    private volatile bool _tried;
    private long _failedReloads;

    internal ModelEntry(DesiredModel source, bool initial)
    {
        (_source, Initial) = (source, initial);
        Name = source.Location.Name;
        Version = source.Location.Version.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>The version as text: <c>"1"</c>.</summary>
    public string Version { get; }

    /// <summary>The location on disk of the model that answers; where none does, of the one that was last tried.</summary>
    public ModelLocation Location => _source.Location;

    /// <summary>Whether the model ships with Fovea.</summary>
    public bool Bundled => _source.Bundled;

    /// <summary>The state now.</summary>
    public ModelStatus Status
    {
        get => _status;
        internal set
        {
            _status = value;
            if (value.State != ModelState.Loading)
                _tried = true;
        }
    }

    /// <summary>How often changed files could not be loaded, so that the model from before the change went on answering.</summary>
    public long FailedReloads => Interlocked.Read(ref _failedReloads);

    /// <summary>Whether it was found when the repository was opened: readiness waits only for these.</summary>
    internal bool Initial { get; }

    /// <summary>Whether it was there when the repository was opened, and has not been loaded or failed since.</summary>
    internal bool IsAwaited => Initial && !_tried;

    /// <summary>The model that the entry stands for.</summary>
    internal DesiredModel Source => _source;

    /// <summary>
    /// The source and the snapshot of its files when it was last tried; null to try again. Guarded by the repository's lock.
    /// </summary>
    internal (DesiredModel Source, string Files)? Tried { get; set; }

    /// <summary>The memory that the model needs in bytes, if the memory budget refused it; else null.</summary>
    internal long? Needs { get; set; }

    /// <summary>Its load that waits or runs; null where there is none. Guarded by the repository's lock.</summary>
    internal EntryLoad? Load { get; set; }

    /// <summary>Since when its files are missing, as a timestamp; null while they are there.</summary>
    internal long? MissingSince { get; set; }

    /// <summary>Takes over what a load has come to.</summary>
    /// <returns>The model that is replaced and is to be disposed; null if it still answers, or there was none.</returns>
    internal HostedModel? Take(EntryLoad load, ModelStatus status)
    {
        bool replaces = status.Model != load.Before;
        Tried = (load.Model, load.Files.Text);
        if (replaces || load.Before is null)
            _source = load.Model;
        else
            Interlocked.Increment(ref _failedReloads);
        Status = status;
        return replaces ? load.Before : null;
    }

    /// <summary>Gets a lease on the model if it is ready. Dispose it when the answer is complete.</summary>
    /// <exception cref="ServingException">It is still being loaded, failed to load, or is unloaded.</exception>
    public ModelLease Lease()
    {
        while (true)
        {
            // If the model was replaced between the two lines, the next status has its successor.
            ModelStatus status = Status;
            if ((status.Model ?? throw NotServed(status)).TryLease() is { } lease)
                return lease;
            if (ReferenceEquals(status, Status))
                throw NotServed(ModelStatus.Loading);
        }
    }

    private ServingException NotServed(ModelStatus status) => status switch
    {
        { State: ModelState.Failed } => new ServingException(
            ServingError.ModelFailed, $"The model '{Name}' version {Version} could not be loaded: {status.Reason}"),
        { State: ModelState.Unloaded, Reason: { } gone } => new ServingException(
            ServingError.ModelNotFound, $"The model '{Name}' version {Version} is not served any more. {gone}"),
        { State: ModelState.Unloaded } => new ServingException(
            ServingError.NotReady, $"The model '{Name}' version {Version} is unloaded, until it is loaded again on request."),
        _ => new ServingException(
            ServingError.NotReady, $"The model '{Name}' version {Version} is still being loaded; try again in a moment.")
        { RetryAfter = TimeSpan.FromSeconds(1) },
    };
}
