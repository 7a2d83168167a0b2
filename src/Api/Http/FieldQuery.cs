using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Fovea.Models.FeatureMaps;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The cell whose effective receptive field is asked for, and how it is answered.</summary>
internal sealed record FieldQuery
{
    /// <summary>The pictures of noise where none is asked for.</summary>
    public const int UsualSamples = 16;

    /// <summary>The layer as the router has it, null for an empty one; <see cref="LayerPath"/> decodes it.</summary>
    [FromRoute(Name = "layer")]
    [Description("The layer: its ONNX value name, or its node name where that is unique.")]
    public string? Layer { get; init; }

    [FromQuery(Name = "cell")]
    [Description("The cell: channel,row,column; the channel alone of a vector. Without it, the middle of channel 0.")]
    public string? Cell { get; init; }

    [FromQuery(Name = "samples")]
    [Range(1, 10_000)]
    [Description("How many pictures of noise are averaged, where no picture is sent. Without it, 16.")]
    public int? Samples { get; init; }

    [FromQuery(Name = "seed")]
    [Range(0, int.MaxValue)]
    [Description("What the noise follows from. Without it, 0.")]
    public int? Seed { get; init; }

    [FromQuery(Name = "colormap")]
    [Description("png: how values become colours.")]
    public Choice<Colormap>? Colormap { get; init; }

    [FromQuery(Name = "format")]
    [Description("The format of the answer; wins over Accept.")]
    public Choice<MapFormat>? Format { get; init; }
}
