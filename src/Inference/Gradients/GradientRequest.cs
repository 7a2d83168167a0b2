namespace Fovea.Inference.Gradients;

/// <summary>Which gradients a plan computes.</summary>
/// <param name="Of">The values that are differentiated, times their seeds.</param>
/// <param name="WithRespectTo">The values for which the gradients are.</param>
internal sealed record GradientRequest(string[] Of, string[] WithRespectTo);
