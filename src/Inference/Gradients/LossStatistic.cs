namespace Fovea.Inference;

/// <summary>What of a layer a term of a loss compares with a target.</summary>
public enum LossStatistic
{
    /// <summary>The value itself, element by element.</summary>
    Value,

    /// <summary>
    /// The Gram matrix of the channels of a value (N, C, spatial axes): the products of each two channels, summed over all positions and
    /// divided by the number of elements of an image, of shape (N, C, C) (Gatys, Ecker, Bethge, 2016, section 2.2).
    /// </summary>
    Gram,
}
