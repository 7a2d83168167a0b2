using Fovea.Models.Packages;

namespace Fovea.Models.Hosting;

/// <summary>One version of a model in the repository, whatever its state. Thread-safe.</summary>
public sealed class ModelEntry
{
    private volatile ModelStatus _status = ModelStatus.Loading;

    internal ModelEntry(ModelLocation location, bool bundled) => (Location, Bundled) = (location, bundled);

    /// <summary>The model's name.</summary>
    public string Name => Location.Name;

    /// <summary>The version as text: <c>"1"</c>.</summary>
    public string Version => Location.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Where the model lies on disk.</summary>
    public ModelLocation Location { get; }

    /// <summary>Whether the model ships with Fovea.</summary>
    public bool Bundled { get; }

    /// <summary>The state now.</summary>
    public ModelStatus Status
    {
        get => _status;
        internal set => _status = value;
    }

    /// <summary>The right to use the model, when it is ready; dispose it when the answer is complete.</summary>
    /// <exception cref="ServingException">It is still being loaded, or failed to load.</exception>
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

    private ServingException NotServed(ModelStatus status)
    {
        return status.State switch
        {
            ModelState.Failed => new ServingException(
                ServingError.ModelFailed, $"The model '{Name}' version {Version} could not be loaded: {status.Reason}"),
            _ => new ServingException(
                ServingError.NotReady, $"The model '{Name}' version {Version} is still being loaded; try again in a moment.")
            { RetryAfter = TimeSpan.FromSeconds(1) },
        };
    }
}
