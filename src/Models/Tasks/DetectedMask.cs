using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>The pixels of an object, at the size of the picture as it is shown, or smaller.</summary>
/// <param name="Width">The width of the mask in pixels.</param>
/// <param name="Height">The height of the mask in pixels.</param>
/// <param name="Counts">COCO's run lengths.</param>
[Description("The pixels of an object.")]
public sealed record DetectedMask(
    [property: Description(
        "The width of the mask in pixels: that of the picture as it is shown; a picture above 2048 pixels is made smaller, and one with " +
        "very many large objects.")] int Width,
    [property: Description("The height of the mask in pixels.")] int Height,
    [property: Description(
        "COCO's run lengths: the numbers of pixels outside, inside, outside and so on, down the columns, the first column first.")]
    IReadOnlyList<int> Counts)
{
    /// <summary>The outlines of the mask; absent without 'polygons=true'.</summary>
    [Description("The outlines of the mask; absent without 'polygons=true'.")]
    public MaskPolygons? Polygons { get; init; }

    /// <summary>The mask as PNG of one bit a pixel, white inside, in base64; absent without 'masks=true'.</summary>
    [Description("The mask as PNG of one bit a pixel, white inside, in base64; absent without 'masks=true'.")]
    public string? Png { get; init; }
}
