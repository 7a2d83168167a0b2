using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>
/// The outlines of a mask along the edges of its pixels, as COCO writes polygons: x1, y1, x2, y2 and so on. The even-odd rule fills all of
/// them to the mask again.
/// </summary>
[Description(
    "The outlines of the mask along the edges of its pixels, each as COCO writes a polygon: x1, y1, x2, y2 and so on, in pixels of the " +
    "mask; the upper left corner of its first pixel is (0, 0). Filled together by the even-odd rule, they are the mask.")]
public sealed record MaskPolygons
{
    /// <summary>Those around the parts, clockwise, the largest first.</summary>
    [Description("Those around the parts, clockwise, the largest first.")]
    public required IReadOnlyList<IReadOnlyList<int>> Outer { get; init; }

    /// <summary>Those around the holes in them, counterclockwise, the largest first.</summary>
    [Description("Those around the holes in them, counterclockwise, the largest first.")]
    public required IReadOnlyList<IReadOnlyList<int>> Holes { get; init; }

    /// <summary>How many outlines are left out.</summary>
    [Description(
        "How many outlines are left out: a mask has at most 1000, the largest ones, and the masks of a picture at most 1048576 corners.")]
    public required int LeftOut { get; init; }
}
