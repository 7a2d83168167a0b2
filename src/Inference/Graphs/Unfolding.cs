using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>What replaces a node (<see cref="IUnfolding"/>): nodes and values, which are added to the node's graph.</summary>
/// <param name="graph">The graph of the node.</param>
/// <param name="node">The node that is replaced.</param>
/// <param name="room">How many nodes may still be added to the graph.</param>
internal sealed class Unfolding(Graph graph, Node node, int room)
{
    private readonly List<Node> _nodes = [];

    /// <summary>The node that is replaced.</summary>
    public Node Node => node;

    /// <summary>How many nodes may still be added.</summary>
    public int Room => room - _nodes.Count;

    /// <summary>The nodes that replace it, in an order in which they can be computed.</summary>
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Whether the graph gives the value to who runs it.</summary>
    public bool IsOutput(Value value) => graph.IsOutput(value);

    /// <summary>A new value, named after the node's first output.</summary>
    public Value NewValue(string name) => graph.AddValue($"{node.Outputs[0].Name}/{name}");

    /// <summary>A new constant.</summary>
    public Value Constant(string name, ConstantData constant)
    {
        Value value = NewValue(name);
        value.SetConstant(constant);
        return value;
    }

    /// <summary>A new constant: a list of integers.</summary>
    public Value Integers(string name, params ReadOnlySpan<long> elements) =>
        Constant(name, MemoryConstant.From(new Shape(elements.Length), elements));

    /// <summary>A new constant: a float without axes.</summary>
    public Value Float(string name, float element) => Constant(name, MemoryConstant.From<float>(Shape.Scalar, [element]));

    /// <summary>Adds a node with one output, a new value.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="opset">The version of its meaning.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="inputs">The operands.</param>
    /// <param name="attributes">The attributes.</param>
    public Value Add(
        Operator op, long opset, string name, ReadOnlySpan<Value?> inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        Value output = NewValue(name);
        Add(op, opset, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node.</summary>
    public void Add(
        Operator op, long opset, ReadOnlySpan<Value?> inputs, Value[] outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var values = new Dictionary<string, object>();
        foreach ((string name, object value) in attributes)
            values.Add(name, value);
        Add(new Node(op, node.Name, new NodeAttributes(values, node.ErrorContext), inputs.ToArray(), outputs, opset));
    }

    /// <summary>Copies the nodes of a body; returns its outputs.</summary>
    /// <param name="body">A body of the node.</param>
    /// <param name="name">A name for this copy; empty where there is one only.</param>
    /// <param name="formals">The values for its formal inputs.</param>
    /// <exception cref="UnsupportedModelException">The graph would have too many nodes.</exception>
    public Value[] Inline(GraphBody body, string name, IReadOnlyList<Value?> formals)
    {
        Dictionary<Value, Value?> copies = [];
        string prefix = name.Length == 0 ? name : $"{name}/";
        for (int i = 0; i < body.Graph.Inputs.Count; i++)
            copies.Add(body.Graph.Inputs[i], i < body.Formals ? formals[i] : node.Inputs[body.Captured[i - body.Formals]]);
        foreach (Node inner in body.Graph.Nodes)
        {
            Value?[] inputs = [.. inner.Inputs.Select(input => input is null ? null : CopyOf(input, copies, prefix))];
            Value[] outputs = [.. inner.Outputs.Select(output => CopyOf(output, copies, prefix)!)];
            Add(new Node(inner.Operator, inner.Name, inner.Attributes, inputs, outputs, inner.Opset));
        }

        return [.. body.Graph.Outputs.Select(output => CopyOf(output.Value, copies, prefix) ?? throw Missing(output.Name))];
    }

    private Value? CopyOf(Value value, Dictionary<Value, Value?> copies, string prefix)
    {
        if (copies.TryGetValue(value, out Value? copy))
            return copy;
        copy = NewValue(prefix + value.Name);
        (copy.Type, copy.Shape, copy.Constant, copy.Contents) = (value.Type, value.Shape, value.Constant, value.Contents);
        copies.Add(value, copy);
        return copy;
    }

    private InvalidModelException Missing(string name) => node.Invalid($"the output '{name}' of its body is an input that is not given");

    private void Add(Node added)
    {
        if (Room <= 0)
        {
            throw node.Unsupported(
                $"with the nodes of its branches and iterations the graph has more than {ShapeInference.MaxNodes:N0}, the most that are " +
                "accepted");
        }

        _nodes.Add(added);
    }
}
