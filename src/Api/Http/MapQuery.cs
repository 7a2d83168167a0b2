using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Fovea.Models.FeatureMaps;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The layer that an address names, and how its feature map is sent and drawn.</summary>
internal sealed record MapQuery
{
    /// <summary>The layer as the router has it, null for an empty one; <see cref="LayerPath"/> decodes it.</summary>
    [FromRoute(Name = "layer")]
    [Description("The layer: its ONNX value name, or its node name where that is unique. "
        + "GET /models/{model}/layers lists them, each with a ready-made address.")]
    public string? Layer { get; init; }

    [FromQuery(Name = "format")]
    [Description("The format of the answer; wins over Accept.")]
    public Choice<MapFormat>? Format { get; init; }

    [FromQuery(Name = "channel")]
    [Range(0, int.MaxValue)]
    [Description("png: the only channel to draw. Without it, all are drawn in a grid, labelled with their index.")]
    public int? Channel { get; init; }

    [FromQuery(Name = "colormap")]
    [Description("png: how values become colours.")]
    public Choice<Colormap>? Colormap { get; init; }

    [FromQuery(Name = "normalize")]
    [Description("png: whether the colours span each channel's own range of values, or the layer's.")]
    public Choice<NormalizationScope>? Normalize { get; init; }

    [FromQuery(Name = "scale")]
    [Range(RenderOptions.MinScale, RenderOptions.MaxScale)]
    [Description("png: pixels per value, by repetition. Without it, chosen so that maps are easy to see.")]
    public int? Scale { get; init; }
}
