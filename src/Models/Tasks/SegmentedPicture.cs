using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>The parts of a picture by their classes.</summary>
[Description("The parts of the picture by their classes.")]
public sealed record SegmentedPicture
{
    /// <summary>The width of the masks in pixels: that of the picture as it is shown, or less for a large one.</summary>
    [Description("The width of the masks in pixels: that of the picture as it is shown; a picture above 2048 pixels is made smaller.")]
    public required int Width { get; init; }

    /// <summary>The height of the masks in pixels.</summary>
    [Description("The height of the masks in pixels.")]
    public required int Height { get; init; }

    /// <summary>The classes that some pixel has, the largest part first.</summary>
    [Description("The classes that some pixel has, the largest part first.")]
    public required IReadOnlyList<SegmentedClass> Classes { get; init; }

    /// <summary>How many classes the model knows; null where nothing tells.</summary>
    internal int? Known { get; init; }
}

/// <summary>The part of a picture that has one class.</summary>
[Description("The part of the picture that has one class.")]
public sealed record SegmentedClass
{
    /// <summary>The name of the class; the index where the model has no labels.</summary>
    [Description("The name of the class; the index where the model has no labels.")]
    public required string Label { get; init; }

    /// <summary>The index of the class, from 0.</summary>
    [Description("The index of the class, from 0.")]
    public required int Index { get; init; }

    /// <summary>The number of pixels.</summary>
    [Description("The number of pixels.")]
    public required int Pixels { get; init; }

    /// <summary>Their share of the picture, from 0 to 1.</summary>
    [Description("Their share of the picture, from 0 to 1.")]
    public required float Share { get; init; }

    /// <summary>COCO's run lengths.</summary>
    [Description(
        "COCO's run lengths: the numbers of pixels outside, inside, outside and so on, down the columns, the first column first.")]
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>The outlines of the mask; absent without 'polygons=true'.</summary>
    [Description("The outlines of the mask; absent without 'polygons=true'.")]
    public MaskPolygons? Polygons { get; init; }

    /// <summary>The mask as PNG of one bit a pixel, white inside, in base64; absent without 'masks=true'.</summary>
    [Description("The mask as PNG of one bit a pixel, white inside, in base64; absent without 'masks=true'.")]
    public string? Png { get; init; }
}
