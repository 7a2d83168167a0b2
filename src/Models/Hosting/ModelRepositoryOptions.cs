namespace Fovea.Models.Hosting;

/// <summary>Which models are served.</summary>
public sealed record ModelRepositoryOptions
{
    /// <summary>The folder of the user's models; null when there is none.</summary>
    public string? Path { get; init; }

    /// <summary>The folder of the bundled models; null to leave them out.</summary>
    public string? BundledPath { get; init; }

    /// <summary>The model that answers when a request names none; null to decide by what is served.</summary>
    public string? Default { get; init; }

    /// <summary>Whether one failed model makes the whole server not ready.</summary>
    public bool RequireAll { get; init; }
}
