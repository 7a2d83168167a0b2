namespace Fovea.Models.Postprocessing;

/// <summary>One class of a prediction.</summary>
/// <param name="Label">The class's label; its index as text where the model has no labels.</param>
/// <param name="Index">The class's index in the model's output.</param>
/// <param name="Probability">The probability, 0..1.</param>
public sealed record Prediction(string Label, int Index, float Probability);
