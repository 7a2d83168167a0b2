using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fovea.Models.Repository;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>GET /models/{model}</c>.</summary>
[Description("What is known of one version of a model; until it is ready, only its name, version, state and reason.")]
public sealed record ModelDetails
{
    /// <summary>The task of a model that takes one image and that no task recognises: <c>/featuremaps</c> only.</summary>
    public const string FeatureMapsOnly = "featureMaps";

    /// <summary>The task of a model whose input is no single image: <c>/v2</c> only.</summary>
    public const string TensorsOnly = "tensors";

    [Description("The name to give as ?model=.")]
    public required string Name { get; init; }

    [Description("The version.")]
    public required string Version { get; init; }

    [Description("Every version of this model, the highest first.")]
    public required IReadOnlyList<string> Versions { get; init; }

    [Description("Whether it answers.")]
    [JsonConverter(typeof(CamelCaseEnumConverter<ModelState>))]
    public required ModelState State { get; init; }

    [Description("Why it failed, or why its newest files are not the ones that answer; absent otherwise.")]
    public string? Reason { get; init; }

    [Description("Whether it ships with Fovea.")]
    public required bool Bundled { get; init; }

    [Description("What it does with an image.")]
    public string? Task { get; init; }

    [Description("The version of the ONNX operator set that the model is written in.")]
    public long? Opset { get; init; }

    [Description("The inputs of the network.")]
    public IReadOnlyList<ModelValueInfo>? Inputs { get; init; }

    [Description("The outputs of the network.")]
    public IReadOnlyList<ModelValueInfo>? Outputs { get; init; }

    [Description("How an image becomes the input, with the origin of each value; absent where the input is no image.")]
    public IReadOnlyList<PreprocessingInfo>? Preprocessing { get; init; }

    [Description("Whether a setting of the pre-processing that decides the answers is assumed; absent where the input is no image.")]
    public bool? Assumed { get; init; }

    [Description("What is assumed, and what to do about it; absent where nothing is.")]
    public string? Advice { get; init; }

    [Description("What is assumed, as fovea.json says it: correct it, and put it into the file that the advice names.")]
    public JsonElement? FoveaJson { get; init; }

    [Description("What was found in its folder and is not used, and what had to be assumed; warnings first.")]
    public IReadOnlyList<NoteInfo>? Notes { get; init; }

    [Description("Where the labels come from; absent where there are none.")]
    public string? LabelsSource { get; init; }

    [Description("The number of trained values.")]
    public long? Parameters { get; init; }

    [Description("Multiply-add operations for one image.")]
    public long? MultiplyAdds { get; init; }

    [Description("What is quantised; absent where nothing is.")]
    public QuantizationInfo? Quantization { get; init; }

    [Description("How many input/output pairs were checked before the model became ready.")]
    public int? SelfTests { get; init; }

    [Description("The memory that it takes.")]
    public MemoryUsage? Memory { get; init; }

    [Description("Where its layers are listed.")]
    public required string LayersHref { get; init; }

    /// <summary>What the model's task says of it, as members of this object.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? TaskDetails { get; set; }
}
