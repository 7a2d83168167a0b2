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

    /// <summary>Whether the model folder is watched: new, changed and removed models are picked up while the server runs.</summary>
    public bool Watch { get; init; } = true;

    /// <summary>How often the folder is looked at, and for how long a model's files must have stayed as they are before they are loaded. Default 2 seconds.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Which versions are served of models whose <c>fovea.json</c> does not say: <c>all</c> (default), <c>latest</c>, <c>N latest</c>, or numbers such as <c>1,4</c>.</summary>
    public string Versions { get; init; } = "all";

    /// <summary>The most memory in bytes that loaded models take together; 0 for no bound. Default 0.</summary>
    public long MaxBytes { get; init; }
}
