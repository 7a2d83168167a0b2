using System.ComponentModel;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/models/{model}/preprocess</c>.</summary>
[Description("What the network sees of an image, and how it came about.")]
public sealed record PreprocessResponse
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description("The columns of the network's input.")]
    public required int Width { get; init; }

    [Description("The rows of the network's input.")]
    public required int Height { get; init; }

    [Description("The size of the image, upright.")]
    public required SizeInfo Original { get; init; }

    [Description("The part of the upright image that the network sees; it reaches beyond the image where the input is padded.")]
    public required BoxInfo Crop { get; init; }

    [Description("Every setting of the pre-processing, with its origin.")]
    public required IReadOnlyList<PreprocessingInfo> Settings { get; init; }
}

/// <summary>A size in pixels.</summary>
[Description("A size in pixels.")]
public sealed record SizeInfo
{
    [Description("The columns.")]
    public required int Width { get; init; }

    [Description("The rows.")]
    public required int Height { get; init; }
}

/// <summary>A box in pixels.</summary>
[Description("A box in pixels, from the top left corner on; it ends before bottom and right.")]
public sealed record BoxInfo
{
    [Description("The first row.")]
    public required double Top { get; init; }

    [Description("The first column.")]
    public required double Left { get; init; }

    [Description("The row behind the last.")]
    public required double Bottom { get; init; }

    [Description("The column behind the last.")]
    public required double Right { get; init; }
}
