using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Graphs;

/// <summary>Why a node between quantised tensors computes with real numbers, and what to do about it.</summary>
internal static class RealNumbers
{
    /// <summary>
    /// The reason, for a node that no pass has turned into one of integers: it multiplies what DequantizeLinear gives it, or its result
    /// goes back to QuantizeLinear. Null for nodes that have nothing to do with quantised tensors.
    /// </summary>
    /// <param name="graph">The graph before the passes.</param>
    /// <param name="node">The node.</param>
    /// <param name="multiplyAdds">Its multiply-accumulate operations; null if it has none.</param>
    public static string? Reason(Graph graph, Node node, long? multiplyAdds)
    {
        Value result = node.Outputs[0];
        if (result.Type != ElementType.Float32)
            return null;
        Value[] real = [.. node.Inputs.OfType<Value>().Where(input => input.Type == ElementType.Float32)];
        QuantizedValue?[] operands = [.. real.Select(Dequantized)];
        QuantizedValue[] results = [.. Quantized(result)];
        bool multiplies = multiplyAdds > 0;
        if (Array.TrueForAll(operands, operand => operand is null) || (results.Length == 0 && !multiplies))
            return null;
        // A constant that is no product's second operand may be real: it is a bias, a bound or a slope.
        return operands.Select((operand, i) => OfOperand(operand, real[i], multiplies && i < 2)).FirstOrDefault(r => r is not null)
            ?? OfResult(graph, result, results)
            ?? $"{node.Operator.Name} with these operands and attributes has no step of integers; it computes with real numbers between " +
            "two conversions";
    }

    private static string? OfOperand(QuantizedValue? operand, Value value, bool isFactor)
    {
        if (operand is null)
        {
            return value.Constant is not null && !isFactor ? null
                : "an operand is not quantised; quantise all operands (QuantizeLinear and DequantizeLinear in front of each)";
        }

        ElementType? type = operand.Integers.Type;
        if (operand.RoundedTo is { } rounded)
            return $"an operand is rounded to {rounded} between integers; write DequantizeLinear without output_dtype, or with FLOAT";
        if (operand.Block > 0 && operand.Scale.Shape is not { IsKnown: true, Rank: 0 })
            return "an operand is quantised in blocks; quantise it with one scale, or weights with one for each channel of the result";
        if (!operand.IsOfBytes)
        {
            return value.Constant is not null && !isFactor ? null
                : $"an operand has integers of {type}; steps of integers take UInt8 and Int8: quantise it to 8 bits";
        }

        if (operand.Scale.Constant is null || operand.Zero is { Constant: null })
            return "the scale of an operand is computed by the graph; quantise with constant scales";
        return operand.HasOneScale || value.Constant is not null ? null
            : "an operand that the graph computes has several scales; quantise it with one scale";
    }

    private static string? OfResult(Graph graph, Value result, QuantizedValue[] results)
    {
        if (results.Length == 0)
            return "its result is not quantised; put QuantizeLinear and DequantizeLinear behind it";
        if (!graph.HasOneUse(result))
            return "its result is read by several nodes, or is the network's; quantise it once, and let all of them read the integers";
        QuantizedValue quantized = results[0];
        if (!quantized.IsOfBytes)
        {
            return $"its result becomes integers of {quantized.Integers.Type}; steps of integers give UInt8 and Int8: quantise it to 8 " +
                "bits";
        }

        return quantized.HasOneScale ? null
            : "its result is quantised with several scales, or with one that the graph computes; quantise it with one constant scale";
    }

    // What a value is made of, also where a conversion stands between.
    private static QuantizedValue? Dequantized(Value value)
    {
        if (value.Producer is not { } node)
            return null;
        if (node.Operator.Dequantizes(node) is { } quantized)
            return quantized;
        return node.Inputs is [{ Type: ElementType.Float16 or ElementType.BFloat16, Producer: { } before }]
            ? before.Operator.Dequantizes(before)
            : null;
    }

    // What becomes of a value, also behind a function that only bounds it.
    private static IEnumerable<QuantizedValue> Quantized(Value value) => value.Consumers.SelectMany(
        reader => reader.Operator.Quantizes(reader) is { } direct && reader.Input(0) == value ? [direct]
            : reader.Operator.Function(reader) is { Kind: UnaryKind.Clip }
                ? reader.Outputs[0].Consumers.Select(next => next.Operator.Quantizes(next)).OfType<QuantizedValue>()
                : []);
}
