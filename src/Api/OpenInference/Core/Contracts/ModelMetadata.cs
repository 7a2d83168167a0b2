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

    [Description(
        "The tensors that the model takes. A model that takes one image has also the input 'image' of BYTES, which stands for its " +
        "tensor: either the one or the other is sent.")]
    [JsonPropertyName("inputs")]
    public required IReadOnlyList<TensorMetadata> Inputs { get; init; }

    [JsonPropertyName("outputs")]
    public required IReadOnlyList<TensorMetadata> Outputs { get; init; }
}
