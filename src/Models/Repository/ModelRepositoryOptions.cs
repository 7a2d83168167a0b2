using Fovea.Models.Packages;
using Fovea.Models.Tasks;

namespace Fovea.Models.Repository;

/// <summary>Which models are served.</summary>
public sealed record ModelRepositoryOptions
{
    /// <summary>The folder of the user's models; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>Whether <see cref="Path"/> need not exist: then there are no models in it, until it does.</summary>
    public bool PathMayBeMissing { get; init; }

    /// <summary>The folder of the bundled models; null to leave them out.</summary>
    public string? BundledPath { get; init; }

    /// <summary>The model that answers when a request names none; null to decide by what is served.</summary>
    public string? Default { get; init; }

    /// <summary>Whether one failed model makes the whole server not ready.</summary>
    public bool RequireAll { get; init; }

    /// <summary>Which versions are served of models whose <c>fovea.json</c> does not say. Default all.</summary>
    public VersionPolicy Versions { get; init; } = VersionPolicy.All;

    /// <summary>The most memory in bytes that loaded models take together: weights, and the activations of one run each; 0 for no bound.</summary>
    public long MaxBytes { get; init; }

    /// <summary>The tasks that models are recognised for.</summary>
    public TaskTable Tasks { get; init; } = TaskTable.Default;

    /// <summary>How long nothing of a model's files must have changed before they are loaded. Default 2 seconds.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(2);
}
