using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>One setting of the pre-processing.</summary>
[Description("One setting of the pre-processing.")]
public sealed record PreprocessingInfo
{
    [Description("What is set, as fovea.json names it.")]
    public required string Name { get; init; }

    [Description("The value.")]
    public required string Value { get; init; }

    [Description("The file and field it comes from, or 'model input', or 'default'.")]
    public required string Source { get; init; }

    [Description("Whether it is a default that decides what the network sees, and that nothing in the model's folder confirms.")]
    public required bool Assumed { get; init; }
}
