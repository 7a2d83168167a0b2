using Fovea.Api.Options.Forms;
using Fovea.Api.Options.Settings;
using Fovea.Inference;
using Fovea.Models.Packages.Versions;

namespace Fovea.Api.Options;

/// <summary>Section <c>Models</c>: which models are served.</summary>
public sealed record ModelsOptions
{
    /// <summary>Where models are looked for when nothing is configured; it need not exist.</summary>
    public const string DefaultPath = "models";

    // Vector operations, of which a processor core does one to three billion a second.
    private const double FoldingCostPerSecond = 1 << 27;

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

    /// <summary>
    /// How long loading one model may take, with its self-tests, besides one second for each 16 MiB of its files. Default 8 seconds. A
    /// small part of it may go to computing constants.
    /// </summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// The most working memory in bytes that loading one model may take, besides four bytes for each byte of its files. Default 192 MiB, or
    /// an eighth of the memory where that is less. Models that are loaded at the same time share a third more.
    /// </summary>
    public long LoadMaxBytes { get; set; } = MemoryDefaults.Here.LoadMaxBytes;

    /// <summary>The limits on loading, for the engine.</summary>
    public LoadLimits LoadLimits => new()
    {
        MaxBytes = LoadMaxBytes,
        MaxObjects = LoadLimits.ObjectsFor(LoadMaxBytes),
        MaxTime = LoadTimeout,
        MaxFoldingCost = LoadTimeout.TotalSeconds * FoldingCostPerSecond,
    };

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
        Setting<ModelsOptions>.Of(
            nameof(LoadTimeout), new TimeForm("100ms", "1h", "a time from 100 milliseconds to an hour"),
            (options, value) => options.LoadTimeout = value),
        Setting<ModelsOptions>.Of(
            nameof(LoadMaxBytes), new BytesForm(1 << 20, 1L << 40, "a number of bytes from 1 MiB to 1 TiB"),
            (options, value) => options.LoadMaxBytes = value),
    ];
}
