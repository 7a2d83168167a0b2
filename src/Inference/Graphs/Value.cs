using Fovea.Inference.Operators;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>A tensor that flows along the graph: an input, a constant or the output of a node.</summary>
internal sealed class Value(string name)
{
    /// <summary>The ONNX value name.</summary>
    public string Name { get; } = name;

    /// <summary>The element type; null until inferred.</summary>
    public ElementType? Type { get; set; }

    /// <summary>What is known of the shape.</summary>
    public SymbolicShape Shape { get; set; } = SymbolicShape.Unknown;

    /// <summary>The elements, when they are known without running the graph: held, or to be read where they lie.</summary>
    public ConstantData? Constant { get; set; }

    /// <summary>The elements, when they are known and held in memory; null for constants that would have to be read.</summary>
    public Tensor? Elements => Constant?.InMemory;

    /// <summary>For integer vectors that describe shapes: what is known of each element.</summary>
    public IReadOnlyList<Dimension>? Contents { get; set; }

    /// <summary>The node that writes it; null for inputs and constants.</summary>
    public Node? Producer { get; set; }

    /// <summary>The nodes that read it, once per reading input.</summary>
    public List<Node> Consumers { get; } = [];

    /// <summary>The shape, where every extent must be known.</summary>
    public Shape KnownShape => Shape.ToShape();

    /// <summary>Whether the value, broadcast to another one, has elements of its own for each index of that one's axis.</summary>
    public bool SpansAxis(int axis, Value broadcast)
    {
        int own = axis - (broadcast.KnownShape.Rank - KnownShape.Rank);
        return own >= 0 && KnownShape[own] != 1;
    }

    public override string ToString() => $"%{Name}";
}
