using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages.Settings;

/// <summary>The settings of a model from one file; null where the file does not have one.</summary>
internal sealed record Description
{
    public static Description Nothing { get; } = new();

    public Sourced<IReadOnlyList<string>>? Labels { get; init; }

    public PreprocessingSettings Preprocessing { get; init; } = new();

    public OutputActivation? OutputActivation { get; init; }

    public double? SelfTestTolerance { get; init; }

    /// <summary>What was found and is not used, and what had to be assumed.</summary>
    public IReadOnlyList<PackageNote> Notes { get; init; } = [];

    /// <summary>These settings, and the other ones where these are null; the notes of both.</summary>
    public Description OrElse(Description other) => new()
    {
        Labels = Labels ?? other.Labels,
        Preprocessing = Preprocessing.OrElse(other.Preprocessing),
        OutputActivation = OutputActivation ?? other.OutputActivation,
        SelfTestTolerance = SelfTestTolerance ?? other.SelfTestTolerance,
        Notes = [.. Notes, .. other.Notes],
    };
}
