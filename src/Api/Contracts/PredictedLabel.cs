using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>One class of a prediction.</summary>
[Description("One class of a prediction.")]
public sealed record PredictedLabel
{
    [Description("The label; the index as text where the model has no labels.")]
    public required string Label { get; init; }

    [Description("The index of the class in the model's output.")]
    public required int Index { get; init; }

    [Description("The probability, 0 to 1.")]
    public required float Probability { get; init; }
}
