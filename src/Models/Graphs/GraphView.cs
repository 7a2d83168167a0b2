namespace Fovea.Models.Graphs;

/// <summary>What a node of the picture stands for.</summary>
public enum GraphNodeKind
{
    /// <summary>An input of the network.</summary>
    Input,

    /// <summary>One layer.</summary>
    Layer,

    /// <summary>A closed block of layers.</summary>
    Block,
}

/// <summary>A rectangle of the picture: its top left corner and its size.</summary>
/// <param name="X">The left edge.</param>
/// <param name="Y">The upper edge.</param>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
public readonly record struct GraphBox(double X, double Y, double Width, double Height);

/// <summary>A point of the picture.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
public readonly record struct GraphPoint(double X, double Y);

/// <summary>A network as it is drawn, with some of its blocks open. Layers are named by their positions in data order, from 0 on.</summary>
/// <param name="Size">The whole picture, which begins at 0, 0.</param>
/// <param name="Nodes">What is drawn as one piece: inputs, layers and closed blocks, in data order. They do not overlap.</param>
/// <param name="Blocks">The open blocks, outer ones before those inside.</param>
/// <param name="Edges">What flows between nodes.</param>
public sealed record GraphView(
    GraphBox Size, IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphBlock> Blocks, IReadOnlyList<GraphEdge> Edges);

/// <summary>One node.</summary>
/// <param name="Id">Its id, which stays the same whatever is open.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="First">The position of its first layer; of an input, its index.</param>
/// <param name="Last">The position of its last layer; of an input, its index.</param>
public sealed record GraphNode(string Id, GraphNodeKind Kind, int First, int Last)
{
    /// <summary>What a closed block is called; null for others.</summary>
    public string? Title { get; init; }

    /// <summary>The open block around it; null outside of all.</summary>
    public string? Block { get; init; }

    /// <summary>Where it is drawn.</summary>
    public GraphBox Box { get; init; }
}

/// <summary>One open block.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What it is called.</param>
/// <param name="First">The position of its first layer.</param>
/// <param name="Last">The position of its last layer.</param>
public sealed record GraphBlock(string Id, string Title, int First, int Last)
{
    /// <summary>The open block around it; null outside of all.</summary>
    public string? Parent { get; init; }

    /// <summary>Where its frame is drawn: around everything inside.</summary>
    public GraphBox Box { get; init; }
}

/// <summary>One edge.</summary>
/// <param name="From">The id of the node that is read.</param>
/// <param name="To">The id of the node that reads.</param>
/// <param name="Residual">Whether what flows here also reaches the reader through other nodes.</param>
/// <param name="Points">The line, from the lower edge of the one to the upper edge of the other; it crosses no node.</param>
public sealed record GraphEdge(string From, string To, bool Residual, IReadOnlyList<GraphPoint> Points);
