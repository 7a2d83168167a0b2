namespace Fovea.Inference.Graphs;

/// <summary>What the integers of a value stand for: (integer - zero) * scale.</summary>
/// <param name="Scale">The scale, which is finite.</param>
/// <param name="Zero">The zero point.</param>
internal readonly record struct ByteMeaning(float Scale, int Zero)
{
    /// <summary>
    /// The values of 8-bit integers of which a node says with constants what they stand for, one scale for all: the node that writes them,
    /// or else one that makes real numbers of them. Nodes that only choose among their elements keep it.
    /// </summary>
    public static IReadOnlyDictionary<Value, ByteMeaning> Find(Graph graph)
    {
        Dictionary<Value, ByteMeaning> found = [];
        foreach (Value input in graph.Inputs)
            Add(found, input, Read(input));
        foreach (Node node in graph.Nodes)
        {
            Value output = node.Outputs[0];
            if (IsOfBytes(output))
                Add(found, output, Of(node.Operator.Quantizes(node), output) ?? Kept(found, node) ?? Read(output));
        }

        // What is known behind nodes that choose holds in front of them.
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (node.Operator.ChoosesElements && found.TryGetValue(node.Outputs[0], out ByteMeaning meaning))
            {
                foreach (Value chosen in Chosen(node).Where(chosen => !found.ContainsKey(chosen)))
                    found[chosen] = meaning;
            }
        }

        return found;
    }

    private static bool IsOfBytes(Value value) => value.Type is ElementType.UInt8 or ElementType.Int8;

    private static void Add(Dictionary<Value, ByteMeaning> found, Value value, ByteMeaning? meaning)
    {
        if (meaning is { } known)
            found[value] = known;
    }

    // What the first node says that makes real numbers of the value.
    private static ByteMeaning? Read(Value value) => IsOfBytes(value)
        ? value.Consumers.Select(reader => Of(reader.Operator.Dequantizes(reader), value)).FirstOrDefault(m => m is not null)
        : null;

    private static ByteMeaning? Kept(Dictionary<Value, ByteMeaning> found, Node node)
    {
        if (!node.Operator.ChoosesElements)
            return null;
        ByteMeaning? kept = null;
        foreach (Value chosen in Chosen(node))
        {
            if (!found.TryGetValue(chosen, out ByteMeaning meaning) || (kept is { } other && other != meaning))
                return null;
            kept = meaning;
        }

        return kept;
    }

    private static IEnumerable<Value> Chosen(Node node) =>
        node.Inputs.OfType<Value>().Where(input => input.Type == node.Outputs[0].Type);

    private static ByteMeaning? Of(QuantizedValue? quantized, Value value)
    {
        if (quantized is not { IsOfBytes: true, HasOneScale: true } || quantized.Integers != value
            || quantized.Scale.Type != ElementType.Float32)
            return null;
        float scale = quantized.Scale.Constant!.ReadAll().Span<float>()[0];
        byte zero = quantized.Zero?.Constant!.ReadAll().Bytes.Span[0] ?? 0;
        return float.IsFinite(scale)
            ? new ByteMeaning(scale, value.Type == ElementType.Int8 ? (sbyte)zero : zero)
            : null;
    }
}
