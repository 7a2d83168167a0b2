using Fovea.Api.Options.Validation;

namespace Fovea.Api.Options;

/// <summary>Section <c>Models</c>: which models are served.</summary>
public sealed record ModelsOptions
{
    /// <summary>Where models are looked for when nothing is configured; it need not exist.</summary>
    public const string DefaultPath = "models";

    /// <summary>The folder of the user's models, relative to the content root; null takes <see cref="DefaultPath"/>.</summary>
    public string? Path { get; set; }

    /// <summary>Whether the models that ship with Fovea are served too.</summary>
    public bool Bundled { get; set; } = true;

    /// <summary>The model that answers when a request names none.</summary>
    public string? Default { get; set; }

    /// <summary>Whether one failed model makes the server not ready.</summary>
    public bool RequireAll { get; set; }

    /// <summary>Whether the model folder is watched: new, changed and removed models are picked up while the server runs.</summary>
    public bool Watch { get; set; } = true;

    /// <summary>
    /// How often the folder is looked at, and for how long a model's files must have stayed as they are before they are loaded. Default 2
    /// seconds.
    /// </summary>
    [Time("00:00:00.01", "01:00:00", "a time from 10 milliseconds to an hour")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Which versions are served of models whose <c>fovea.json</c> does not say: <c>all</c> (default), <c>latest</c>, <c>N latest</c>, or
    /// numbers such as <c>1,4</c>.
    /// </summary>
    [VersionPolicy]
    public string Versions { get; set; } = "all";

    /// <summary>The most memory in bytes that loaded models take together; 0 for no bound. Default 0.</summary>
    [Number(0, long.MaxValue, "a number of bytes, or 0 for no bound")]
    public long MaxBytes { get; set; }
}
