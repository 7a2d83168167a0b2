namespace Fovea.Inference.Tests.Reference.Integers;

/// <summary>The values of a network for one input. Each is computed when it is asked for, and once.</summary>
internal sealed class IntegerRun(IntegerNetwork network, Dictionary<string, TypedArray> values)
{
    public IntegerNetwork Network => network;

    public TypedArray Value(string name)
    {
        if (values.TryGetValue(name, out TypedArray? value))
            return value;
        NetworkNode node = network.Producer(name) ?? throw new ArgumentException($"Nothing writes '{name}'.", nameof(name));
        TypedArray[] results = NetworkOperators.Compute(this, node);
        for (int i = 0; i < results.Length; i++)
            values[node.Outputs[i]] = results[i];
        return values[name];
    }

    public NdArray Array(NetworkNode node, int input) => Value(node.Inputs[input]).Array;

    public NdArray? ArrayOrNull(NetworkNode node, int input) => node.Has(input) ? Array(node, input) : null;

    /// <summary>An input with the scale and the zero point that two other inputs of the node give.</summary>
    public QuantizedArray Operand(NetworkNode node, int input, int scale, int zero)
    {
        TypedArray integers = Value(node.Inputs[input]);
        NdArray one = new(Shape.Scalar, [1]);
        return new(integers.Array, integers.Type, scale < 0 ? one : Array(node, scale), ArrayOrNull(node, zero));
    }

    /// <summary>The scale and the zero point of a result, given by two inputs of the node.</summary>
    public Quantizer Result(NetworkNode node, int scale, int zero, ElementType otherwise) => new(
        Array(node, scale).Values[0], ArrayOrNull(node, zero)?.Values[0] ?? 0,
        node.Has(zero) ? Value(node.Inputs[zero]).Type : otherwise);

    /// <summary>The integers that a value is made of by DequantizeLinear; null if it is made of anything else.</summary>
    public QuantizedArray? Dequantized(string name) =>
        network.Producer(name) is { Operation: "DequantizeLinear" } node ? Operand(node, 0, 1, 2) : null;
}
