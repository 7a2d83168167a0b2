namespace Fovea.Inference.Weights;

/// <summary>What a pass has made of a constant, by the names of the model: the same for all its plans.</summary>
/// <param name="Folded">The output of the node that was folded away.</param>
/// <param name="Into">The value that it was folded into: weights, or the output of the node whose bias is meant.</param>
/// <param name="Role">What the result is.</param>
internal sealed record Derivation(string Folded, string Into, DerivedRole Role);

/// <summary>What a derived constant is.</summary>
internal enum DerivedRole
{
    /// <summary>Weights or a row of factors.</summary>
    Scale,

    /// <summary>A bias or a row of addends.</summary>
    Shift,
}
