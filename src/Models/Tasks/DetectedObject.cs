using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>An object in a picture.</summary>
[Description("An object in the picture.")]
public sealed record DetectedObject
{
    /// <summary>The name of its class; the index where the model has no labels.</summary>
    [Description("The name of its class; the index where the model has no labels.")]
    public required string Label { get; init; }

    /// <summary>The index of its class, from 0.</summary>
    [Description("The index of its class, from 0.")]
    public required int Index { get; init; }

    /// <summary>The score, from 0 to 1.</summary>
    [Description("The score, from 0 to 1.")]
    public required float Score { get; init; }

    /// <summary>Where it is.</summary>
    [Description("Where it is, in pixels of the picture as it is shown (EXIF orientation applied), clipped to it.")]
    public required DetectedBox Box { get; init; }

    /// <summary>Its key points, in the network's order; null where the model gives none.</summary>
    [Description("Its key points, in the network's order; absent where the model gives none.")]
    public IReadOnlyList<DetectedPoint>? Keypoints { get; init; }

    /// <summary>The rotated rectangle of which <see cref="Box"/> is what lies around it; null where the model rotates none.</summary>
    [Description("The rotated rectangle of which 'box' is what lies around it; absent where the model rotates none.")]
    public DetectedRotation? Rotated { get; init; }

    /// <summary>The four corners of <see cref="Rotated"/>, which may leave the picture; null where the model rotates none.</summary>
    [Description("The four corners of 'rotated', which may leave the picture; absent where the model rotates none.")]
    public IReadOnlyList<DetectedPoint>? Polygon { get; init; }

    /// <summary>Its pixels; null where the model gives none.</summary>
    [Description("Its pixels; absent where the model gives none, and in 'candidates'.")]
    public DetectedMask? Mask { get; init; }
}

/// <summary>A key point or a corner of an object, in pixels of the picture as it is shown. Key points are clipped to it.</summary>
/// <param name="X">The column, from the picture's left side.</param>
/// <param name="Y">The row, from the picture's upper side.</param>
/// <param name="Score">How sure the network is that it is visible, from 0 to 1; null where it does not say.</param>
[Description("A key point or a corner, in pixels of the picture as it is shown.")]
public sealed record DetectedPoint(
    [property: Description("The column.")] float X,
    [property: Description("The row.")] float Y,
    [property: Description("How sure the network is that it is visible, from 0 to 1; absent where it does not say.")] float? Score);

/// <summary>A rectangle in a picture, in pixels of the picture as it is shown, clipped to it.</summary>
/// <param name="X">The left side, from the picture's left side.</param>
/// <param name="Y">The upper side, from the picture's upper side.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
[Description("A rectangle in pixels. The picture's upper left corner is (0, 0), the centre of its first pixel (0.5, 0.5).")]
public sealed record DetectedBox(
    [property: Description("The left side.")] float X,
    [property: Description("The upper side.")] float Y,
    [property: Description("The width.")] float Width,
    [property: Description("The height.")] float Height);
