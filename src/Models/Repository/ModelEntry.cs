using System.Globalization;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Packages;

namespace Fovea.Models.Repository;

/// <summary>One version of a model in the repository, whatever its state; its files, and so the model, may change. Thread-safe.</summary>
public sealed class ModelEntry
{
    private volatile WantedModel _source;
    private volatile ModelStatus _status = ModelStatus.Loading;

    internal ModelEntry(WantedModel source, bool initial)
    {
        (_source, Initial) = (source, initial);
        Name = source.Location.Name;
        Version = source.Location.Version.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The model's name.</summary>
    public string Name { get; }

    /// <summary>The version as text: <c>"1"</c>.</summary>
    public string Version { get; }

    /// <summary>Where the model that answers lies on disk, or the one that was tried last where none answers.</summary>
    public ModelLocation Location => _source.Location;

    /// <summary>Whether the model ships with Fovea.</summary>
    public bool Bundled => _source.Bundled;

    /// <summary>The state now.</summary>
    public ModelStatus Status
    {
        get => _status;
        internal set => _status = value;
    }

    /// <summary>Whether it was there when the repository was opened: readiness waits for those only.</summary>
    internal bool Initial { get; }

    /// <summary>What the entry stands for.</summary>
    internal WantedModel Source
    {
        get => _source;
        set => _source = value;
    }

    /// <summary>The source and the state of its files when it was loaded or last tried; null to try again. Only the repository's worker reads it.</summary>
    internal (WantedModel Source, string Files)? Tried { get; set; }

    /// <summary>What the model needs, where the memory budget refused it.</summary>
    internal long? Needs { get; set; }

    /// <summary>Since when its files are missing, as a timestamp; null while they are there.</summary>
    internal long? MissingSince { get; set; }

    /// <summary>The right to use the model, when it is ready; dispose it when the answer is complete.</summary>
    /// <exception cref="ServingException">It is still being loaded, failed to load, or is unloaded.</exception>
    public ModelLease Lease()
    {
        while (true)
        {
            // A model that was replaced between the two lines has a successor in the next status.
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
