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

    /// <summary>The elements, if they are known without running the graph: in memory or in the file.</summary>
    public ConstantData? Constant { get; set; }

    /// <summary>The elements, if they are known and in memory; null for constants that must be read from the file.</summary>
    public Tensor? Elements => Constant?.InMemory;

    /// <summary>For integer vectors that describe shapes: what is known of each element.</summary>
    public IReadOnlyList<Dimension>? Contents { get; set; }

    /// <summary>The node that writes the value; null for inputs and constants.</summary>
    public Node? Producer { get; set; }

    /// <summary>The nodes that read the value, once for each input.</summary>
    public List<Node> Consumers { get; } = [];

    /// <summary>The shape; every extent must be known.</summary>
    public Shape KnownShape => Shape.ToShape();

    /// <summary>Makes the value a constant.</summary>
    public void SetConstant(ConstantData constant) =>
        (Constant, Type, Shape) = (constant, constant.ElementType, SymbolicShape.Of(constant.Shape));

    /// <summary>Whether the value varies along this axis of another value that it is broadcast to.</summary>
    public bool SpansAxis(int axis, Value broadcast)
    {
        int own = axis - (broadcast.KnownShape.Rank - KnownShape.Rank);
        return own >= 0 && KnownShape[own] != 1;
    }

    public override string ToString() => $"%{Name}";
}
