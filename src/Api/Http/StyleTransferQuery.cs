using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fovea.Api.Errors;
using Fovea.Models.StyleTransfer;
using Microsoft.AspNetCore.Mvc;

namespace Fovea.Api.Http;

/// <summary>What is asked of a style transfer.</summary>
internal sealed record StyleTransferQuery
{
    // Numbers that Float32 can square.
    private const double Most = 1e12;

    [FromQuery(Name = "preset")]
    [Description("d2l: for networks shaped like VGG. cs231n: for those like SqueezeNet. Without it, the one that suits the network.")]
    public Choice<StylePreset>? Preset { get; init; }

    [FromQuery(Name = "steps")]
    [Range(1, int.MaxValue)]
    [Description("The number of steps. Without it, the preset's: 500 (d2l) or 200 (cs231n).")]
    public int? Steps { get; init; }

    [FromQuery(Name = "seed")]
    [Range(0, int.MaxValue)]
    [Description("Makes the noise of start=noise: the same seed, the same picture. Without it, 0.")]
    public int? Seed { get; init; }

    [FromQuery(Name = "size")]
    [Range(1, int.MaxValue)]
    [Description("The longer side of the result in pixels, where the network takes any size. Without it, 320.")]
    public int? Size { get; init; }

    [FromQuery(Name = "contentLayers")]
    [Description("The layers whose values are kept: ONNX value or node names, separated by commas. Without it, the preset's.")]
    public string? ContentLayers { get; init; }

    [FromQuery(Name = "styleLayers")]
    [Description("The layers whose Gram matrices are aimed at, separated by commas. Without it, the preset's.")]
    public string? StyleLayers { get; init; }

    [FromQuery(Name = "capture")]
    [Description("Where d2l takes the values of convolutions: before their activation, which is the default, or after it.")]
    public Choice<CapturePoint>? Capture { get; init; }

    [FromQuery(Name = "contentWeight")]
    [Description("How much each content layer counts. Without it, the preset's.")]
    public string? ContentWeight { get; init; }

    [FromQuery(Name = "styleWeight")]
    [Description("How much each style layer counts: a number for all, or one for each, separated by commas. Without it, the preset's.")]
    public string? StyleWeight { get; init; }

    [FromQuery(Name = "tvWeight")]
    [Description("How much the variation of neighbouring pixels counts. Without it, the preset's.")]
    public string? TvWeight { get; init; }

    [FromQuery(Name = "learningRate")]
    [Description("The step size of Adam at the beginning, in standard deviations of pixels. Without it, the preset's.")]
    public string? LearningRate { get; init; }

    [FromQuery(Name = "start")]
    [Description("What the picture begins with: content, the default, or noise.")]
    public Choice<StyleStart>? Start { get; init; }

    [FromQuery(Name = "colour")]
    [Description("keep: only luminance is transferred, and the content keeps its colours. Without it, transfer.")]
    public Choice<StyleColour>? Colour { get; init; }

    /// <summary>The options that the parameters say.</summary>
    /// <exception cref="ApiException">A list or a number cannot be read.</exception>
    public StyleOptions Read() => new()
    {
        Preset = Preset?.Value,
        Steps = Steps,
        Seed = Seed ?? 0,
        Size = Size,
        ContentLayers = Names("contentLayers", ContentLayers),
        StyleLayers = Names("styleLayers", StyleLayers),
        Capture = Capture?.Value,
        ContentWeight = Number("contentWeight", ContentWeight),
        StyleWeights = StyleWeight?.Split(',').Select(text => Number("styleWeight", text)!.Value).ToArray(),
        VariationWeight = Number("tvWeight", TvWeight),
        LearningRate = Number("learningRate", LearningRate),
        Start = Start?.Value ?? StyleStart.Content,
        KeepsColour = Colour?.Value == StyleColour.Keep,
    };

    private static string[]? Names(string parameter, string? text)
    {
        string[]? names = text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names is { Length: 0 }
            ? throw new ApiException(
                ErrorCodes.InvalidParameter, $"The parameter '{parameter}' is '{text}', which names no layer; expected names.")
            : names;
    }

    private static double? Number(string parameter, string? text)
    {
        if (text is null)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is >= 0 and <= Most
            ? number
            : throw new ApiException(
                ErrorCodes.InvalidParameter, $"The parameter '{parameter}' is '{text}'; expected a number from 0 to {Most:0e0}.");
    }
}
