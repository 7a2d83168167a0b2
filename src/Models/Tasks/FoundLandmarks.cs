using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>The landmarks of the one thing in a picture, such as a face.</summary>
[Description("The landmarks of the one thing in the picture, such as a face.")]
internal sealed record FoundLandmarks
{
    /// <summary>How sure the network is that the thing is there, from 0 to 1.</summary>
    [Description("How sure the network is that the thing is there, from 0 to 1. The landmarks mean little where this is low.")]
    public required float Score { get; init; }

    /// <summary>The landmarks, in the network's order.</summary>
    [Description("The landmarks, in the network's order.")]
    public required IReadOnlyList<Landmark> Points { get; init; }
}

/// <summary>A landmark, in pixels of the picture as it is shown, which it may leave.</summary>
/// <param name="X">The column, from the picture's left side.</param>
/// <param name="Y">The row, from the picture's upper side.</param>
/// <param name="Z">The depth, by the scale of the columns; null where the network gives none.</param>
[Description("A landmark, in pixels of the picture as it is shown, which it may leave.")]
internal sealed record Landmark(
    [property: Description("The column.")] float X,
    [property: Description("The row.")] float Y,
    [property: Description("The depth as the network gives it, by the scale of the columns; absent where it gives none.")] float? Z);
