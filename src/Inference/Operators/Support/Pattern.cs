using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>Helpers for operators that recognise themselves in a group of nodes.</summary>
internal static class Pattern
{
    /// <summary>
    /// The other operand of a binary node, if one operand is the one-element constant <paramref name="number"/>; else null.
    /// </summary>
    public static Value? WithNumber<TOperator>(Node? node, float number, float tolerance = 1e-6f) where TOperator : BinaryOperator
    {
        if (node is not { Operator: TOperator op, Inputs.Length: 2, Activation: null })
            return null;
        if (Number(node.Inputs[1]) is { } right && MathF.Abs(right - number) <= tolerance * MathF.Abs(number))
            return node.Inputs[0];
        if (op.Commutes && Number(node.Inputs[0]) is { } left && MathF.Abs(left - number) <= tolerance * MathF.Abs(number))
            return node.Inputs[1];
        return null;
    }

    /// <summary>The float of a one-element constant.</summary>
    public static float? Number(Value? value) =>
        value?.Elements is { ElementType: ElementType.Float32, Shape.ElementCount: 1 } tensor ? tensor.Span<float>()[0] : null;

    /// <summary>The only consumer of a value, if the value is no output and the consumer has this operator; else null.</summary>
    public static Node? OnlyReader<TOperator>(Graph graph, Value value) where TOperator : Operator =>
        graph.HasOneUse(value) && value.Consumers[0].Operator is TOperator ? value.Consumers[0] : null;

    /// <summary>The other operand of a binary node.</summary>
    public static Value Other(Node node, Value operand) => node.Required(node.Inputs[0] == operand ? 1 : 0);
}
