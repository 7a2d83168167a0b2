using Fovea.Models.Arrays;

namespace Fovea.Models.Comparing;

/// <summary>How a layer and an array were found to belong together.</summary>
public enum MatchedBy
{
    /// <summary>The array has the layer's value name.</summary>
    Value,

    /// <summary>The array has the name of the layer's node, or of the module that the node stands for.</summary>
    Node,

    /// <summary>Only layers and arrays of this shape were left, as many as each other.</summary>
    Shape,
}

/// <summary>A layer and an array that belong together.</summary>
/// <param name="Layer">The position of the layer.</param>
/// <param name="Array">The array.</param>
/// <param name="By">How they were found.</param>
public sealed record TensorMatch(int Layer, NamedArray Array, MatchedBy By);

/// <summary>Which arrays belong to which layers.</summary>
/// <param name="Found">The pairs, in the order of the layers.</param>
/// <param name="OtherShapes">Arrays that have the name of a layer and another shape, in the order of the layers.</param>
public sealed record TensorMatching(IReadOnlyList<TensorMatch> Found, IReadOnlyList<TensorMatch> OtherShapes);
