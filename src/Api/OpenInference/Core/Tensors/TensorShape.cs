using Fovea.Api.Errors;
using Fovea.Inference;

namespace Fovea.Api.OpenInference.Core.Tensors;

/// <summary>Shapes as callers declare them: checked before any memory follows from them.</summary>
internal static class TensorShape
{
    /// <summary>More dimensions than any operator has.</summary>
    public const int MaxRank = 32;

    /// <summary>The shape of these extents.</summary>
    /// <exception cref="ApiException">An extent is negative, or there are too many dimensions or elements.</exception>
    public static Shape Of(ReadOnlySpan<long> extents, string input)
    {
        if (extents.Length > MaxRank)
            throw Wrong(input, $"has {extents.Length} dimensions; at most {MaxRank} are taken");
        long elements = 1;
        foreach (long extent in extents)
        {
            if (extent < 0)
                throw Wrong(input, $"has the extent {extent}; each extent of a request is a whole number of at least 0");
            Int128 product = (Int128)elements * extent;
            if (product > int.MaxValue)
                throw Wrong(input, $"has more than {int.MaxValue} elements, the most that are taken");
            elements = (long)product;
        }

        return new Shape(extents);
    }

    private static ApiException Wrong(string input, string what) =>
        new(ErrorCodes.InvalidBody, $"The shape of the input '{input}' {what}.");
}
