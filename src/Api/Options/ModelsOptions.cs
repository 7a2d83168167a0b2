using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;
using Fovea.Models.Packages.Versions;

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
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Which versions are served of models whose <c>fovea.json</c> does not say: <c>all</c> (default), <c>latest</c>, <c>N latest</c>, or
    /// numbers such as <c>1,4</c>.
    /// </summary>
    public string Versions { get; set; } = "all";

    /// <summary>The most memory in bytes that loaded models take together; 0 for no bound. Default 0.</summary>
    public long MaxBytes { get; set; }

    /// <summary>How each is read.</summary>
    internal static IReadOnlyList<Setting<ModelsOptions>> Settings { get; } =
    [
        Setting<ModelsOptions>.Of(nameof(Path), new TextForm(), (options, value) => options.Path = value),
        Setting<ModelsOptions>.Of(nameof(Bundled), new SwitchForm(), (options, value) => options.Bundled = value),
        Setting<ModelsOptions>.Of(nameof(Default), new TextForm(), (options, value) => options.Default = value),
        Setting<ModelsOptions>.Of(nameof(RequireAll), new SwitchForm(), (options, value) => options.RequireAll = value),
        Setting<ModelsOptions>.Of(nameof(Watch), new SwitchForm(), (options, value) => options.Watch = value),
        Setting<ModelsOptions>.Of(
            nameof(PollInterval), new TimeForm("10ms", "1h", "a time from 10 milliseconds to an hour"),
            (options, value) => options.PollInterval = value),
        Setting<ModelsOptions>.Of(
            nameof(Versions), new TextForm(text => VersionPolicy.TryParse(text, out _) ? null : VersionPolicy.Forms),
            (options, value) => options.Versions = value!),
        Setting<ModelsOptions>.Of(
            nameof(MaxBytes), new BytesForm(0, long.MaxValue, "a number of bytes, or 0 for no bound"),
            (options, value) => options.MaxBytes = value),
    ];
}
