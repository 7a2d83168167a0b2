using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>What is known of a model that could be loaded, whether it is served or was only tried.</summary>
public abstract record ModelFacts
{
    [Description("What it does with an image.")]
    [JsonPropertyOrder(1)]
    public string? Task { get; init; }

    [Description("The inputs of the network.")]
    [JsonPropertyOrder(1)]
    public IReadOnlyList<ModelValueInfo>? Inputs { get; init; }

    [Description("The outputs of the network.")]
    [JsonPropertyOrder(1)]
    public IReadOnlyList<ModelValueInfo>? Outputs { get; init; }

    [Description("How an image becomes the input, with the origin of each value; absent where the input is no image.")]
    [JsonPropertyOrder(1)]
    public IReadOnlyList<PreprocessingInfo>? Preprocessing { get; init; }

    [Description("What is assumed, and what to do about it; absent where nothing is.")]
    [JsonPropertyOrder(1)]
    public string? Advice { get; init; }

    [Description("What is assumed, as fovea.json says it: correct it, and put it into the file that the advice names.")]
    [JsonPropertyOrder(1)]
    public JsonElement? FoveaJson { get; init; }

    [Description("What was found beside it and is not used, and what had to be assumed; warnings first.")]
    [JsonPropertyOrder(1)]
    public IReadOnlyList<NoteInfo>? Notes { get; init; }

    [Description("The number of trained values.")]
    [JsonPropertyOrder(1)]
    public long? Parameters { get; init; }

    [Description("Multiply-add operations for one image.")]
    [JsonPropertyOrder(1)]
    public long? MultiplyAdds { get; init; }

    [Description("What is quantised; absent where nothing is.")]
    [JsonPropertyOrder(1)]
    public QuantizationInfo? Quantization { get; init; }
}
