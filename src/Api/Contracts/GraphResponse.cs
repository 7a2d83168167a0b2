using System.ComponentModel;
using System.Text.Json.Serialization;
using Fovea.Models.Graphs;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>GET /models/{model}/graph</c>.</summary>
[Description("A network as a graph, laid out from top to bottom in data order. All lengths are in one unit, pixels at the usual size.")]
public sealed record GraphResponse
{
    [Description("The model.")]
    public required string Model { get; init; }

    [Description("The version of that model.")]
    public required string Version { get; init; }

    [Description("The width of the whole picture.")]
    public required double Width { get; init; }

    [Description("The height of the whole picture.")]
    public required double Height { get; init; }

    [Description("What is drawn as one piece: inputs, layers and closed blocks, in data order. None overlaps another.")]
    public required IReadOnlyList<GraphNodeInfo> Nodes { get; init; }

    [Description("The open blocks, outer ones before those inside.")]
    public required IReadOnlyList<GraphBlockInfo> Blocks { get; init; }

    [Description("What flows between nodes.")]
    public required IReadOnlyList<GraphEdgeInfo> Edges { get; init; }
}

/// <summary>A node of the graph.</summary>
[Description("An input, a layer, or a closed block.")]
public sealed record GraphNodeInfo
{
    [Description("The id, which stays the same whatever is open. That of a block can be given to open=.")]
    public required string Id { get; init; }

    [Description("What it stands for.")]
    [JsonConverter(typeof(CamelCaseEnumConverter<GraphNodeKind>))]
    public required GraphNodeKind Kind { get; init; }

    [Description("The name of the input or layer, or the title of the block.")]
    public required string Name { get; init; }

    [Description("Of a layer: the ONNX operator.")]
    public string? Operator { get; init; }

    [Description("The shape of its output for one image; that of the last layer of a block. -1 is an extent that is not known.")]
    public required IReadOnlyList<long> Shape { get; init; }

    [Description("The number of trained values.")]
    public required long Parameters { get; init; }

    [Description("Multiply-add operations for one image; absent where there are none.")]
    public long? MultiplyAdds { get; init; }

    [Description("The share in the computing time of a prediction, 0 to 1, measured; absent where the layer is merged into another.")]
    public double? Share { get; init; }

    [Description("The id of the open block around it; absent outside of all.")]
    public string? Block { get; init; }

    [Description("Of a block: what it is called.")]
    public string? Title { get; init; }

    [Description("Of a block: its layers, in data order.")]
    public IReadOnlyList<string>? Layers { get; init; }

    [Description("Of a block: its last layer.")]
    public string? Last { get; init; }

    [Description("The left edge.")]
    public required double X { get; init; }

    [Description("The upper edge.")]
    public required double Y { get; init; }

    [Description("The width.")]
    public required double Width { get; init; }

    [Description("The height.")]
    public required double Height { get; init; }
}

/// <summary>An open block of the graph.</summary>
[Description("An open block: a frame around what is inside.")]
public sealed record GraphBlockInfo
{
    [Description("The id.")]
    public required string Id { get; init; }

    [Description("What it is called.")]
    public required string Title { get; init; }

    [Description("The id of the open block around it; absent outside of all.")]
    public string? Parent { get; init; }

    [Description("Its layers, in data order.")]
    public required IReadOnlyList<string> Layers { get; init; }

    [Description("The left edge.")]
    public required double X { get; init; }

    [Description("The upper edge.")]
    public required double Y { get; init; }

    [Description("The width.")]
    public required double Width { get; init; }

    [Description("The height.")]
    public required double Height { get; init; }
}

/// <summary>An edge of the graph.</summary>
[Description("That one node reads another.")]
public sealed record GraphEdgeInfo
{
    [Description("The id of the node that is read.")]
    public required string From { get; init; }

    [Description("The id of the node that reads.")]
    public required string To { get; init; }

    [Description("Whether what flows here also reaches the reader through other nodes, as past a residual block.")]
    public required bool Residual { get; init; }

    [Description("The line, as pairs of x and y, from the lower edge of the one to the upper edge of the other.")]
    public required IReadOnlyList<IReadOnlyList<double>> Points { get; init; }
}
