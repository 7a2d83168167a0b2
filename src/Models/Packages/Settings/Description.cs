using Fovea.Models.Detectors;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages.Settings;

/// <summary>The settings of a model from one file; null where the file does not have one.</summary>
internal sealed record Description
{
    public static Description Nothing { get; } = new();

    public Sourced<IReadOnlyList<string>>? Labels { get; init; }

    public PreprocessingSettings Preprocessing { get; init; } = new();

    /// <summary>The output of the network that the task reads.</summary>
    public Sourced<string>? Output { get; init; }

    /// <summary>The output of the network to which the labels belong, where they do not say so for all.</summary>
    public string? LabelledOutput { get; init; }

    /// <summary>What makes probabilities of the scores, whatever the graph does.</summary>
    public Sourced<OutputActivation>? OutputActivation { get; init; }

    /// <summary>What makes probabilities of the scores where the graph leaves them as they are.</summary>
    public Sourced<OutputActivation>? LogitActivation { get; init; }

    /// <summary>The name of the network's task.</summary>
    public Sourced<string>? Task { get; init; }

    /// <summary>How the outputs of a detector are read.</summary>
    public DetectorSettings? Detection { get; init; }

    /// <summary>How the values of a network that makes pictures become pixels.</summary>
    public PictureSettings? Picture { get; init; }

    public double? SelfTestTolerance { get; init; }

    /// <summary>What was found and is not used, and what had to be assumed.</summary>
    public IReadOnlyList<PackageNote> Notes { get; init; } = [];

    /// <summary>These settings, and the other ones where these are null; the notes of both.</summary>
    public Description OrElse(Description other) => new()
    {
        Labels = Labels ?? other.Labels,
        Preprocessing = Preprocessing.OrElse(other.Preprocessing),
        Output = Output ?? other.Output,
        LabelledOutput = Labels is null ? other.LabelledOutput : LabelledOutput,
        OutputActivation = OutputActivation ?? other.OutputActivation,
        LogitActivation = LogitActivation ?? other.LogitActivation,
        Task = Task ?? other.Task,
        Detection = Detection ?? other.Detection,
        Picture = Picture ?? other.Picture,
        SelfTestTolerance = SelfTestTolerance ?? other.SelfTestTolerance,
        Notes = [.. Notes, .. other.Notes],
    };
}
