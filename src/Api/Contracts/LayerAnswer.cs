using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>What every answer about one layer begins with.</summary>
public abstract record LayerAnswer
{
    [Description("The model that answered.")]
    [JsonPropertyOrder(-1)]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    [JsonPropertyOrder(-1)]
    public required string Version { get; init; }

    [Description("The layer: its ONNX value name.")]
    [JsonPropertyOrder(-1)]
    public required string Layer { get; init; }

    [Description("The ONNX operator that computes it.")]
    [JsonPropertyOrder(-1)]
    public required string Operator { get; init; }
}
