using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.OpenInference.Core.Contracts;

/// <summary>An input or output of a model.</summary>
[Description("A tensor.")]
internal sealed record TensorMetadata
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [Description("BOOL, UINT8, INT8, INT32, INT64, FP32, FP64 or BYTES.")]
    [JsonPropertyName("datatype")]
    public required string Datatype { get; init; }

    [Description("The extents, outermost first; -1 where any is taken.")]
    [JsonPropertyName("shape")]
    public required IReadOnlyList<long> Shape { get; init; }
}
