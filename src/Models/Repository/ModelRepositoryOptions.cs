using Fovea.Models.Packages.Versions;
using Fovea.Models.Tasks;

namespace Fovea.Models.Repository;

/// <summary>Which models are served.</summary>
public sealed record ModelRepositoryOptions
{
    /// <summary>The folder of the user's models; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>Whether <see cref="Path"/> may be missing; it is then treated as an empty folder until it exists.</summary>
    public bool PathMayBeMissing { get; init; }

    /// <summary>The folder of the bundled models; null to leave them out.</summary>
    public string? BundledPath { get; init; }

    /// <summary>The model that answers when a request names none; null to choose it by what is served.</summary>
    public string? Default { get; init; }

    /// <summary>Whether one failed model makes the whole server not ready.</summary>
    public bool RequireAll { get; init; }

    /// <summary>The versions that are served of a model whose <c>fovea.json</c> does not say. Default all.</summary>
    public VersionPolicy Versions { get; init; } = VersionPolicy.All;

    /// <summary>
    /// The most memory in bytes of all loaded models: weights, graphs, and a plan and the activations of one run each; 0 for no limit.
    /// </summary>
    public long MaxBytes { get; init; }

    /// <summary>The tasks for which models are recognised.</summary>
    public TaskTable Tasks { get; init; } = TaskTable.Default;

    /// <summary>How long a model's files must be unchanged before they are loaded. Default 2 seconds.</summary>
    public TimeSpan SettleTime { get; init; } = TimeSpan.FromSeconds(2);
}
