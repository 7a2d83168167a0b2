using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>A key point of a picture, in pixels of the picture as it is shown.</summary>
/// <param name="X">The column, from the picture's left side.</param>
/// <param name="Y">The row, from the picture's upper side.</param>
/// <param name="Score">The score, from 0 to 1.</param>
/// <param name="Descriptor">The vector of length 1 by which it is found in other pictures; null where it was not asked for.</param>
[Description("A key point, in pixels of the picture as it is shown.")]
internal sealed record FoundKeyPoint(
    [property: Description("The column.")] float X,
    [property: Description("The row.")] float Y,
    [property: Description("The score, from 0 to 1.")] float Score,
    [property: Description(
        "The vector of length 1 by which the point is found in other pictures; absent beyond the first 'descriptors' points.")]
    IReadOnlyList<float>? Descriptor);
