namespace Fovea.Models.Explanations;

/// <summary>An explanation.</summary>
/// <param name="Plan">What was asked for.</param>
/// <param name="Element">The number that is explained.</param>
/// <param name="Score">Its value for the picture.</param>
/// <param name="Map">What each pixel has to do with it.</param>
/// <param name="Image">The network's input for the picture.</param>
public sealed record Explanation(ExplanationPlan Plan, ExplainedElement Element, float Score, HeatMap Map, float[] Image);
