namespace Fovea.Api.Options;

/// <summary>Section <c>Models</c>: which models are served.</summary>
public sealed record ModelsOptions
{
    /// <summary>Where models are looked for when nothing is configured; it need not exist.</summary>
    public const string DefaultPath = "models";

    /// <summary>The folder of the user's models, relative to the content root; null takes <see cref="DefaultPath"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Whether the models that ship with Fovea are served too.</summary>
    public bool Bundled { get; init; } = true;

    /// <summary>The model that answers when a request names none.</summary>
    public string? Default { get; init; }

    /// <summary>Whether one failed model makes the server not ready.</summary>
    public bool RequireAll { get; init; }
}
