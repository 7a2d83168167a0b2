using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Fovea.Models.FeatureMaps;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>The layer that an address names, and how its weights are sent and drawn.</summary>
internal sealed record WeightsQuery
{
    /// <summary>The layer as the router has it, null for an empty one; <see cref="LayerPath"/> decodes it.</summary>
    [FromRoute(Name = "layer")]
    [Description("The layer: its ONNX value name, or its node name where that is unique. "
        + "GET /models/{model}/layers lists them; those with weights have a ready-made address of them.")]
    public string? Layer { get; init; }

    [FromQuery(Name = "format")]
    [Description("The format of the answer; wins over Accept.")]
    public Choice<MapFormat>? Format { get; init; }

    [FromQuery(Name = "filter")]
    [Range(0, int.MaxValue)]
    [Description("The only filter that is answered with. png: all its slices, in a square.")]
    public int? Filter { get; init; }

    [FromQuery(Name = "channel")]
    [Range(0, int.MaxValue)]
    [Description("png and npy: the only slice of each filter, the weights of one channel that the layer reads.")]
    public int? Channel { get; init; }

    [FromQuery(Name = "scale")]
    [Range(RenderOptions.MinScale, RenderOptions.MaxScale)]
    [Description("png: pixels per value, by repetition. Without it, small filters are enlarged until they are easy to see.")]
    public int? Scale { get; init; }
}
