namespace Fovea.Models.Postprocessing;

/// <summary>What makes probabilities of a model's scores, and who says so.</summary>
/// <param name="Value">What is applied.</param>
/// <param name="Source">File and field (<c>config.json: problem_type</c>), <c>model output</c>, or <c>default</c>.</param>
/// <param name="Reason">Why, in a sentence.</param>
/// <param name="Assumed">Whether nothing confirms it, and another one may have to replace it.</param>
public sealed record ActivationChoice(OutputActivation Value, string Source, string Reason, bool Assumed = false)
{
    /// <summary>Whether the results are probabilities; those of a network for regression are not.</summary>
    public bool IsProbability { get; init; } = true;
}
