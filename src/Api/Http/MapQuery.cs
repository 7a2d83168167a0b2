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
    [Description("The only channel that is answered with. png: exactly its pixels. npy: its values, of shape (H,W), or () of a vector. "
        + "json: its statistics. Without it, all; png draws them in a grid, labelled with their index.")]
    public int? Channel { get; init; }

    [FromQuery(Name = "cell")]
    [Description("The one value that is explained instead: channel,row,column; the channel alone of a vector. The answer is JSON, and no "
        + "other parameter goes with it.")]
    public string? Cell { get; init; }

    [FromQuery(Name = "channels")]
    [Description("The channels that are answered with: their indices, separated by commas, or top:N for the N strongest, by the mean of "
        + "absolute values. npy: of shape (N,H,W), or (N). Without it, all.")]
    public string? Channels { get; init; }

    [FromQuery(Name = "sort")]
    [Description("The order of the channels: by index, or the largest strength (mean of absolute values), sparsity (share of zeros) or "
        + "variance first. Without it, by index; top:N by strength.")]
    public Choice<ChannelSort>? Sort { get; init; }

    [FromQuery(Name = "histogram")]
    [Description("json: whether each channel comes with the distribution of its values.")]
    public bool? Histogram { get; init; }

    [FromQuery(Name = "overlay")]
    [Description("png: whether the channel that channel= names is drawn over the picture, as the network saw it.")]
    public bool? Overlay { get; init; }

    [FromQuery(Name = "raw")]
    [Description("Of a layer of 8-bit integers: whether the answer has the integers. Without it, it has the real numbers for which they "
        + "stand. npy: integers are uint8 or int8.")]
    public bool? Raw { get; init; }

    [FromQuery(Name = "colormap")]
    [Description("png: how values become colours.")]
    public Choice<Colormap>? Colormap { get; init; }

    [FromQuery(Name = "normalize")]
    [Description("png: whether the colours span each channel's own range of values, or the layer's. Without it, the channel's; the layer's "
        + "where each channel is a single value.")]
    public Choice<NormalizationScope>? Normalize { get; init; }

    [FromQuery(Name = "legend")]
    [Description("png: whether the layer's name, operator and shape, and a colour bar with the smallest and the largest value, stand above "
        + "the maps. Without it, they do above a grid, and not above a single channel.")]
    public bool? Legend { get; init; }

    [FromQuery(Name = "scale")]
    [Range(RenderOptions.MinScale, RenderOptions.MaxScale)]
    [Description("png: pixels per value, by repetition. Without it, small maps are enlarged until they are easy to see.")]
    public int? Scale { get; init; }
}
