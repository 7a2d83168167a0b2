using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Fovea.Models.Repository;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>GET /models/{model}</c>.</summary>
[Description("What is known of one version of a model; until it is ready, only its name, version, state and reason.")]
public sealed record ModelDetails : ModelFacts
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

    [Description("The version of the ONNX operator set that the model is written in.")]
    public long? Opset { get; init; }

    [Description("Whether a setting of the pre-processing that decides the answers is assumed; absent where the input is no image.")]
    public bool? Assumed { get; init; }

    [Description("Where the labels come from; absent where there are none.")]
    public string? LabelsSource { get; init; }

    [Description("How many input/output pairs were checked before the model became ready.")]
    [JsonPropertyOrder(2)]
    public int? SelfTests { get; init; }

    [Description("The memory that it takes.")]
    [JsonPropertyOrder(2)]
    public MemoryUsage? Memory { get; init; }

    [Description("Where its layers are listed.")]
    [JsonPropertyOrder(2)]
    public required string LayersHref { get; init; }

    /// <summary>What the model's task says of it, as members of this object.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? TaskDetails { get; set; }
}
