namespace Fovea.Models.Explanations;

/// <summary>What an explanation costs, in runs of the network.</summary>
/// <param name="Forward">Runs forwards.</param>
/// <param name="Gradients">Runs forwards and back.</param>
public readonly record struct ExplanationCost(long Forward, long Gradients)
{
    /// <summary>All in runs forwards; the way back counts as another one.</summary>
    public long Runs => Forward + 2 * Gradients;
}
