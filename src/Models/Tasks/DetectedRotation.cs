using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>A rotated rectangle in a picture, in pixels of the picture as it is shown; it may leave the picture.</summary>
/// <param name="X">The column of the centre.</param>
/// <param name="Y">The row of the centre.</param>
/// <param name="Width">The longer side.</param>
/// <param name="Height">The shorter side.</param>
/// <param name="Angle">The angle from the picture's rows to the longer side, clockwise, in radians, from 0 to pi.</param>
[Description("A rotated rectangle in pixels of the picture as it is shown; it may leave the picture.")]
public sealed record DetectedRotation(
    [property: Description("The column of the centre.")] float X,
    [property: Description("The row of the centre.")] float Y,
    [property: Description("The longer side.")] float Width,
    [property: Description("The shorter side.")] float Height,
    [property: Description("The angle from the picture's rows to the longer side, clockwise, in radians, from 0 to pi.")] float Angle);
