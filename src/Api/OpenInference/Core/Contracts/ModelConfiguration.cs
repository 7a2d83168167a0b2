using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Core.Contracts;

/// <summary>The answer of <c>GET /v2/models/{model}/config</c>.</summary>
[Description("A model as Triton's model configuration describes it.")]
internal sealed record ModelConfiguration
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("platform")]
    public required string Platform { get; init; }

    [JsonPropertyName("backend")]
    public required string Backend { get; init; }

    [Description("0: dims are whole shapes, the batch included.")]
    [JsonPropertyName("max_batch_size")]
    public int MaxBatchSize { get; init; }

    [JsonPropertyName("input")]
    public required IReadOnlyList<ConfiguredInput> Input { get; init; }

    [JsonPropertyName("output")]
    public required IReadOnlyList<ConfiguredOutput> Output { get; init; }

    [JsonPropertyName("default_model_filename")]
    public required string DefaultModelFilename { get; init; }

    [Description("'image_model': the name under which the model takes image files instead; absent where it takes none.")]
    [JsonPropertyName("parameters")]
    public required IReadOnlyDictionary<string, ConfiguredParameter> Parameters { get; init; }
}

/// <summary>A parameter of the configuration.</summary>
[Description("A parameter.")]
internal sealed record ConfiguredParameter
{
    [JsonPropertyName("string_value")]
    public required string StringValue { get; init; }
}

/// <summary>An input of the configuration.</summary>
[Description("An input.")]
internal sealed record ConfiguredInput
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("data_type")]
    public required string DataType { get; init; }

    [Description("FORMAT_NCHW or FORMAT_NHWC for the image, else FORMAT_NONE.")]
    [JsonPropertyName("format")]
    public required string Format { get; init; }

    [JsonPropertyName("dims")]
    public required IReadOnlyList<long> Dims { get; init; }
}

/// <summary>An output of the configuration.</summary>
[Description("An output.")]
internal sealed record ConfiguredOutput
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("data_type")]
    public required string DataType { get; init; }

    [JsonPropertyName("dims")]
    public required IReadOnlyList<long> Dims { get; init; }

    [Description("The file of the labels; empty where there are none.")]
    [JsonPropertyName("label_filename")]
    public required string LabelFilename { get; init; }
}
