namespace Fovea.Inference.Steps;

/// <summary>What is computed of each line along an axis.</summary>
internal enum LineKind
{
    /// <summary>The position of the largest element.</summary>
    LargestIndex,

    /// <summary>The position of the smallest element.</summary>
    SmallestIndex,

    /// <summary>The largest elements and their positions, in order.</summary>
    Largest,

    /// <summary>The smallest elements and their positions, in order.</summary>
    Smallest,

    /// <summary>Running sums.</summary>
    Sums,

    /// <summary>Running products.</summary>
    Products,

    /// <summary>The elements divided by the sum of magnitudes.</summary>
    NormOfMagnitudes,

    /// <summary>The elements divided by the root of the sum of squares.</summary>
    NormOfSquares,
}
