using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Core.Contracts;

/// <summary>The answer of <c>GET /v2/models/{model}</c>.</summary>
[Description("A model: its versions, what it takes and what it gives.")]
internal sealed record ModelMetadata
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [Description("The versions that can be asked for, the highest first.")]
    [JsonPropertyName("versions")]
    public required IReadOnlyList<string> Versions { get; init; }

    [JsonPropertyName("platform")]
    public required string Platform { get; init; }

    [Description("What is sent: each of these tensors, and nothing else.")]
    [JsonPropertyName("inputs")]
    public required IReadOnlyList<TensorMetadata> Inputs { get; init; }

    [Description("What is answered where the request names no outputs.")]
    [JsonPropertyName("outputs")]
    public required IReadOnlyList<TensorMetadata> Outputs { get; init; }

    [Description("'image_model': the name under which the model takes image files instead; absent where it takes none.")]
    [JsonPropertyName("parameters")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
