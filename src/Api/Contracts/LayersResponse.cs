using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/featuremaps?layers=</c> as JSON.</summary>
[Description("Thumbnails of several layers of one image, of one run of the network.")]
public sealed record LayersResponse
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description("The id of the image, where it was kept already.")]
    public string? Image { get; init; }

    [Description("The layers, in the order of computation.")]
    public required IReadOnlyList<LayerThumbnail> Layers { get; init; }

    [Description("Layers that were left out: the answer would be too long, they are empty, or they lie behind values whose shapes " +
        "depend on the data; absent where none were.")]
    public IReadOnlyList<string>? Truncated { get; init; }
}

/// <summary>A layer in small.</summary>
[Description("A layer in small: its strongest channels.")]
public sealed record LayerThumbnail
{
    [Description("The layer: its ONNX value name.")]
    public required string Name { get; init; }

    [Description("The shape of the output for one image, batch axis included.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("The channels that are drawn: the strongest, by the mean of absolute values.")]
    public required IReadOnlyList<int> Channels { get; init; }

    [Description("The smallest value of the whole layer; null where none is finite.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Min { get; init; }

    [Description("The largest value of the whole layer; null where none is finite.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required float? Max { get; init; }

    [Description("The channels beside each other, as a data URI of a PNG; of a vector, all values in a square.")]
    public required string Png { get; init; }
}
