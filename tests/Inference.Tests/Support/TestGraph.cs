using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Tests.Support;

/// <summary>Graphs as passes and the lowering see them, with known types and shapes, without a file.</summary>
internal sealed class TestGraph
{
    private const long Opset = 13;

    /// <summary>The graph so far, in the order in which nodes were added.</summary>
    public Graph Graph { get; } = new();

    public Value this[string name] => Graph.Values[name];

    public TestGraph Input(string name, params ReadOnlySpan<long> shape) => Input(name, ElementType.Float32, shape);

    public TestGraph Input(string name, ElementType type, params ReadOnlySpan<long> shape)
    {
        Value value = Graph.GetOrAddValue(name);
        (value.Type, value.Shape) = (type, SymbolicShape.Of(new Shape(shape)));
        Graph.Inputs.Add(value);
        return this;
    }

    public TestGraph Constant(string name, Tensor tensor)
    {
        Assert.Equal(name, new GraphPatch(Graph).AddConstant(name, new MemoryConstant(tensor)).Name);
        return this;
    }

    /// <summary>Adds a node called like its first output; integers in <paramref name="attributes"/> may be given as int.</summary>
    public TestGraph Node(
        string operation, string[] inputs, string[] outputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Named(outputs[0], operation, inputs, outputs, attributes);

    /// <summary>Adds a node with one input and one output.</summary>
    public TestGraph Node(string operation, string input, string output, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Node(operation, [input], [output], attributes);

    /// <summary>Adds a node of a name of its own, or without one.</summary>
    public TestGraph Named(
        string? name, string operation, string[] inputs, string[] outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var values = new Dictionary<string, object>();
        foreach ((string attribute, object value) in attributes)
        {
            values.Add(attribute, value switch
            {
                int number => (long)number,
                int[] numbers => Array.ConvertAll(numbers, n => (long)n),
                _ => value,
            });
        }

        Operator op = OperatorTable.Find(operation) ?? throw new ArgumentException($"There is no operator {operation}.", nameof(operation));
        Value?[] operands = [.. inputs.Select(input => input.Length == 0 ? null : Graph.Values[input])];
        var node = new Node(op, name, new NodeAttributes(values), operands, [.. outputs.Select(Graph.GetOrAddValue)], Opset);
        Graph.Add(node);
        node.CheckTypes();
        op.Infer(new ShapeContext(node));
        return this;
    }

    public TestGraph Output(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            Graph.Outputs.Add((name, Graph.Values[name]));
        return this;
    }
}
