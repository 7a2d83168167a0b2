using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators.Support;

/// <summary>
/// Sums and products of two operands of bytes, of one type with their result: QLinearAdd and QLinearMul with constant scales. Inputs are an
/// operand, its scale and its zero point, the same of the other one, and scale and zero point of the result.
/// </summary>
internal static class ByteBinary
{
    /// <summary>The node that takes the place of an island; null if its operands are anything else.</summary>
    public static Node? Of(IntegerIsland island, Operator op) =>
        island.Bytes(0) is { } a && island.Bytes(1) is { } b && island.Node.Inputs.Length == 2
        && a.Integers.Type == island.Output.Integers.Type && b.Integers.Type == island.Output.Integers.Type
            ? island.Replacement(
                op, 1, NodeAttributes.None, a.Integers, a.Scale, a.Zero, b.Integers, b.Scale, b.Zero, island.Output.Scale,
                island.OutputZero)
            : null;

    /// <summary>Emits a node of these operands.</summary>
    /// <returns>False if scales are computed, or types differ.</returns>
    public static bool TryEmit(LoweringContext context, BinaryKind kind)
    {
        Node node = context.Node;
        ElementType type = node.Outputs[0].Type!.Value;
        if (node.Required(0).Type != type || node.Required(3).Type != type
            || new Quantization(node, 1, 2).One is not { } a || new Quantization(node, 4, 5).One is not { } b
            || new Quantization(node, 6, 7).One is not { } y)
            return false;
        ByteBounds bounds = ByteBounds.Of(type, y.Zero);
        if (node.Activation is { } activation)
            bounds = bounds.Within(activation.Min / y.Scale, activation.Max / y.Scale);
        Broadcasting.Emit(
            context, [context.Input(0), context.Input(3)],
            (views, output) => new ByteBinaryStep(kind, views[0], views[1], output, a, b, y.Scale, bounds));
        return true;
    }
}
