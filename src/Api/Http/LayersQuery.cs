using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Fovea.Api.Errors;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>Several layers of one image, and how they are sent.</summary>
internal sealed record LayersQuery
{
    private const string All = "*";

    /// <summary>The most pixels of the longer side of a thumbnail, and the most channels of one.</summary>
    public const int MaxSize = 256, MaxTop = 16;

    [FromQuery(Name = "layers")]
    [Required]
    [Description("The layers: their ONNX value or node names, separated by commas, or * for all.")]
    public string? Layers { get; init; }

    [FromQuery(Name = "format")]
    [Description("json: statistics and thumbnails. zip: an archive with the numbers of each layer as a NumPy array.")]
    public Choice<SeveralFormat>? Format { get; init; }

    [FromQuery(Name = "size")]
    [Range(8, MaxSize)]
    [Description("json: the pixels of the longer side of each channel in a thumbnail. Without it, 64.")]
    public int? Size { get; init; }

    [FromQuery(Name = "top")]
    [Range(1, MaxTop)]
    [Description("json: how many of the strongest channels a thumbnail shows. Without it, 3.")]
    public int? Top { get; init; }

    /// <summary>The layers, each once, in the order of computation.</summary>
    /// <exception cref="ApiException">None is named.</exception>
    /// <exception cref="Fovea.Models.Errors.ServingException">There is no such layer.</exception>
    public IReadOnlyList<LayerInfo> Find(HostedModel model)
    {
        model.RequireImage();
        if (Layers is null)
        {
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                "The parameter 'layers' is missing; expected names of layers, separated by commas, or *. " +
                $"GET /models/{Uri.EscapeDataString(model.Name)}/layers lists them; /featuremaps/LAYER answers with one.");
        }

        if (Layers == All)
            return model.Layers;
        HashSet<string> wanted =
        [
            .. Layers.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Distinct(StringComparer.Ordinal).Select(name => model.FindLayer(name).Name),
        ];
        if (wanted.Count == 0)
        {
            throw new ApiException(
                ErrorCodes.InvalidParameter, $"The parameter 'layers' is '{Layers}', which names no layer; expected names, or *.");
        }

        return [.. model.Layers.Where(layer => wanted.Contains(layer.Name))];
    }
}
