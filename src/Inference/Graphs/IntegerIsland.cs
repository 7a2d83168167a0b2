using Fovea.Inference.Tensors;

namespace Fovea.Inference.Graphs;

/// <summary>
/// A node of real numbers between nodes that make them of integers (DequantizeLinear) and one that makes integers of its result
/// (QuantizeLinear), which an operator may turn into a node of integers: <see cref="Operator.OnIntegers"/>.
/// </summary>
/// <param name="patch">Takes the constants that the node of integers needs.</param>
/// <param name="node">The node of real numbers.</param>
/// <param name="output">The integers that its result becomes.</param>
/// <param name="activation">What is applied to the result before that; null for nothing.</param>
internal sealed class IntegerIsland(GraphPatch patch, Node node, QuantizedValue output, Activation? activation)
{
    /// <summary>The node of real numbers.</summary>
    public Node Node => node;

    /// <summary>The integers that its result becomes: bytes with one constant scale.</summary>
    public QuantizedValue Output => output;

    /// <summary>Its zero point, which is 0 where it has none.</summary>
    public Value OutputZero => output.Zero
        ?? Constant("zero point", new MemoryConstant(new Tensor(output.Integers.Type!.Value, Shape.Scalar)));

    /// <summary>What is applied to the result before it becomes integers; null for nothing.</summary>
    public Activation? Activation => activation;

    /// <summary>The integers that an input is made of; null if it is made of anything else.</summary>
    public QuantizedValue? Input(int input)
    {
        Value? value = node.Input(input);
        if (value?.Producer is { } producer)
            return producer.Operator.Dequantizes(producer) is { RoundedTo: null } integers ? integers : null;
        if (value?.Constant is not DequantizedConstant constant)
            return null;
        return new QuantizedValue(
            patch.AddConstant($"{value.Name} integers", constant.Quantized), patch.AddConstant($"{value.Name} scale", constant.Scale),
            constant.Zero is { } zero ? patch.AddConstant($"{value.Name} zero point", zero) : null, constant.Axis);
    }

    /// <summary>The bytes that an input is made of, with one constant scale; null if it is made of anything else.</summary>
    public QuantizedValue? Bytes(int input) => Input(input) is { IsOfBytes: true, HasOneScale: true } bytes ? bytes : null;

    /// <summary>A constant for the node of integers.</summary>
    public Value Constant(string name, ConstantData constant) => patch.AddConstant($"{node.Outputs[0].Name} {name}", constant);

    /// <summary>A node that writes the integers of the island.</summary>
    public Node Replacement(Operator op, long opset, NodeAttributes attributes, params Value?[] inputs) =>
        new(op, node.Name, attributes, inputs, [output.Integers], opset) { Activation = activation };

    /// <summary>Adds a node in front of the island, which writes a new value of bytes.</summary>
    public Value Before(Operator op, long opset, NodeAttributes attributes, ElementType type, SymbolicShape shape, params Value?[] inputs)
    {
        Value value = patch.Graph.AddValue($"{node.Outputs[0].Name} integers");
        value.Type = type;
        value.Shape = shape;
        patch.Graph.InsertBefore(node, new Node(op, node.Name, attributes, inputs, [value], opset));
        return value;
    }

    /// <summary>
    /// The same node with the integers instead of the real numbers, for operators that only move elements, or choose among them; null if
    /// integers of an input stand for other numbers than those of the output.
    /// </summary>
    /// <param name="operands">How many of the first inputs are elements; others are parameters.</param>
    public Node? Same(int operands = int.MaxValue)
    {
        var inputs = new Value?[node.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = node.Inputs[i];
            if (i >= operands || inputs[i] is not { Type: ElementType.Float32 })
                continue;
            if (Bytes(i) is not { } bytes || !bytes.IsLike(output) || !node.Operator.Accepts(i, bytes.Integers.Type!.Value))
                return null;
            inputs[i] = bytes.Integers;
        }

        return activation is null ? Replacement(node.Operator, node.Opset, node.Attributes, inputs) : null;
    }
}
