using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>A text in a picture.</summary>
[Description("A text in the picture.")]
public sealed record DetectedText
{
    /// <summary>The score, from 0 to 1.</summary>
    [Description("The score, from 0 to 1.")]
    public required float Score { get; init; }

    /// <summary>The four corners of the rectangle around it, which may be rotated.</summary>
    [Description(
        "The four corners of the rectangle around it, which may be rotated: the upper left one, then clockwise; in whole pixels of the " +
        "picture as it is shown.")]
    public required IReadOnlyList<DetectedPoint> Polygon { get; init; }

    /// <summary>What lies around <see cref="Polygon"/>.</summary>
    [Description("The upright rectangle around 'polygon'.")]
    public required DetectedBox Box { get; init; }
}
