using Fovea.Models.Postprocessing;

namespace Fovea.Models.Packages;

/// <summary>What one file says about a model; null where it says nothing.</summary>
internal sealed record Description
{
    public static Description Nothing { get; } = new();

    public Sourced<IReadOnlyList<string>>? Labels { get; init; }

    public PreprocessingSettings Preprocessing { get; init; } = new();

    public OutputActivation? OutputActivation { get; init; }

    public double? SelfTestTolerance { get; init; }

    /// <summary>This description, and where it says nothing, the other one.</summary>
    public Description OrElse(Description other) => new()
    {
        Labels = Labels ?? other.Labels,
        Preprocessing = Preprocessing.OrElse(other.Preprocessing),
        OutputActivation = OutputActivation ?? other.OutputActivation,
        SelfTestTolerance = SelfTestTolerance ?? other.SelfTestTolerance,
    };
}
