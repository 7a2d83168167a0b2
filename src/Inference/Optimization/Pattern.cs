using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>Small questions that pattern passes ask of nodes.</summary>
internal static class Pattern
{
    /// <summary>The operand of a two-operand node that is no constant, when the other is the one-element constant <paramref name="number"/>.</summary>
    public static Value? WithNumber(Node? node, string rule, float number, float tolerance = 1e-6f)
    {
        if (node is null || node.Operator.Name != rule || node.Inputs.Length != 2 || node.Activation is not null)
            return null;
        if (Number(node.Inputs[1]) is { } right && MathF.Abs(right - number) <= tolerance * MathF.Abs(number))
            return node.Inputs[0];
        if (rule is "Add" or "Mul" && Number(node.Inputs[0]) is { } left && MathF.Abs(left - number) <= tolerance * MathF.Abs(number))
            return node.Inputs[1];
        return null;
    }

    /// <summary>The float of a one-element constant.</summary>
    public static float? Number(Value? value) =>
        value?.Constant is { ElementType: ElementType.Float32, Shape.ElementCount: 1 } tensor ? tensor.Span<float>()[0] : null;

    /// <summary>The only reader of a value that is no output, when it is of that operator.</summary>
    public static Node? OnlyReader(Graph graph, Value value, string rule) =>
        graph.HasOneUse(value) && value.Consumers[0].Operator.Name == rule ? value.Consumers[0] : null;

    /// <summary>The other operand of a two-operand node.</summary>
    public static Value Other(Node node, Value operand) => node.Required(node.Inputs[0] == operand ? 1 : 0);

    /// <summary>Puts one node in the place of several: it writes the output of the last; the values in between are fused away.</summary>
    public static void Replace(Graph graph, IReadOnlyList<Node> nodes, Node replacement)
    {
        Node last = nodes[^1];
        graph.InsertBefore(last, replacement);
        foreach (Node node in nodes)
        {
            if (node != last)
                graph.Fused[node.Outputs[0].Name] = last.Outputs[0].Name;
            graph.Remove(node);
        }

        replacement.Outputs[0].Producer = replacement;
    }
}
