using System.ComponentModel;

namespace Fovea.Models.Postprocessing;

/// <summary>One class of a prediction.</summary>
/// <param name="Label">The class's label; its index as text where the model has no labels.</param>
/// <param name="Index">The class's index in the model's output.</param>
/// <param name="Probability">The probability, 0..1.</param>
[Description("One class of a prediction.")]
public sealed record PredictedLabel(
    [property: Description("The label; the index as text where the model has no labels.")] string Label,
    [property: Description("The index of the class in the model's output.")] int Index,
    [property: Description("The probability, 0 to 1.")] float Probability);
