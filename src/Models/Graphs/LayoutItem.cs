namespace Fovea.Models.Graphs;

/// <summary>A node, or an open block with what is inside, while the picture is laid out.</summary>
internal sealed class LayoutItem(string id, GraphNodeKind kind, int first, int last)
{
    public string Id { get; } = id;

    public GraphNodeKind Kind { get; } = kind;

    /// <summary>The position of the first layer; inputs are negative.</summary>
    public int First { get; } = first;

    public int Last { get; } = last;

    public string? Title { get; init; }

    /// <summary>What is inside of an open block; empty for a node.</summary>
    public IReadOnlyList<LayoutItem> Items
    {
        get;
        init
        {
            field = value;
            foreach (LayoutItem item in value)
                item.Parent = this;
        }
    } = [];

    public bool IsOpen => Items.Count > 0;

    /// <summary>The open block around it; the whole picture's is null.</summary>
    public LayoutItem? Parent { get; private set; }

    /// <summary>The index among all nodes; -1 for an open block.</summary>
    public int Leaf { get; set; } = -1;

    public double Width { get; set; }

    public double Height { get; set; }

    /// <summary>Where the main line passes through, from its left edge.</summary>
    public double Anchor { get; set; }

    /// <summary>The corner, in the picture.</summary>
    public GraphPoint Corner { get; set; }

    /// <summary>The row and the column in the block around it.</summary>
    public int Row { get; set; }

    public int Column { get; set; }

    /// <summary>The rows and columns inside, if it is open.</summary>
    public ContainerLayout? Inside { get; set; }

    /// <summary>All nodes, in data order.</summary>
    public IEnumerable<LayoutItem> Leaves() => IsOpen ? Items.SelectMany(item => item.Leaves()) : [this];

    /// <summary>The item of a block that holds a node.</summary>
    public LayoutItem ChildAround(LayoutItem leaf)
    {
        LayoutItem item = leaf;
        while (item.Parent != this)
            item = item.Parent!;
        return item;
    }

    /// <summary>Whether a node is inside.</summary>
    public bool Holds(LayoutItem leaf) => First <= leaf.First && leaf.Last <= Last;

    /// <summary>Where a line from a node enters, from the left edge.</summary>
    public double EntryOf(int source) => Inside?.EntryX(source) ?? Anchor;

    /// <summary>Where the line of a node inside leaves, from the left edge.</summary>
    public double ExitOf(int source) => Inside?.ExitX(source) ?? Anchor;
}
