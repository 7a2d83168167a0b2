using System.ComponentModel;

namespace Fovea.Models.Tasks;

/// <summary>The people in a picture.</summary>
[Description("The people in the picture.")]
public sealed record PosedPeople
{
    /// <summary>Each of them, the one with the surest key point first.</summary>
    [Description("Each of them, the one with the surest key point first.")]
    public required IReadOnlyList<PosedPerson> People { get; init; }

    /// <summary>The pixels of all of them; null where the model does not tell.</summary>
    [Description("The pixels of all of them; absent where the model does not tell.")]
    public PeopleMask? Mask { get; init; }
}

/// <summary>A person in a picture.</summary>
[Description("A person in the picture.")]
public sealed record PosedPerson
{
    /// <summary>The mean score of the key points, from 0 to 1.</summary>
    [Description("The mean score of the key points, from 0 to 1, where those that lie on an earlier person's count 0.")]
    public required float Score { get; init; }

    /// <summary>The key points, always the same ones in the same order.</summary>
    [Description("The key points, always the same ones in the same order; a low score says that one is not seen.")]
    public required IReadOnlyList<PersonPoint> Keypoints { get; init; }

    /// <summary>What lies around the key points.</summary>
    [Description("The rectangle around all key points, in pixels of the picture as it is shown, clipped to it.")]
    public required DetectedBox Box { get; init; }
}

/// <summary>A key point of a person, in pixels of the picture as it is shown, clipped to it.</summary>
/// <param name="Name">The part of the body; left is the person's left.</param>
/// <param name="X">The column.</param>
/// <param name="Y">The row.</param>
/// <param name="Score">How sure the network is of it, from 0 to 1.</param>
[Description("A key point of a person, in pixels of the picture as it is shown, clipped to it.")]
public sealed record PersonPoint(
    [property: Description("The part of the body, such as 'leftEye'; left is the person's left.")] string Name,
    [property: Description("The column.")] float X,
    [property: Description("The row.")] float Y,
    [property: Description("How sure the network is of it, from 0 to 1.")] float Score);

/// <summary>The pixels of people.</summary>
/// <param name="Width">The width of the mask in pixels: that of the picture as it is shown, or less for a large one.</param>
/// <param name="Height">The height of the mask in pixels.</param>
/// <param name="Pixels">The number of pixels inside.</param>
/// <param name="Counts">COCO's run lengths.</param>
[Description("The pixels of people.")]
public sealed record PeopleMask(
    [property: Description(
        "The width of the mask in pixels: that of the picture as it is shown; a picture above 2048 pixels is made smaller.")] int Width,
    [property: Description("The height of the mask in pixels.")] int Height,
    [property: Description("The number of pixels inside.")] int Pixels,
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
