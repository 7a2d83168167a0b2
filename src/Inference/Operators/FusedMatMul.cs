using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>A matrix product of transposed operands, times a factor.</summary>
internal sealed class FusedMatMul : FusedOperator
{
    public override string Name => "FusedMatMul";

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        if (node.Required(0).Shape.Rank < 0 || node.Required(1).Shape.Rank < 0)
            return false;
        Value product = context.Add(
            new MatMul(), 13, "product",
            [Transposed(context, 0, "transA", "transBatchA"), Transposed(context, 1, "transB", "transBatchB")]);
        float factor = node.Attributes.Float("alpha", 1f);
        context.Set(0, factor == 1f ? product : context.Add(new Mul(), 13, "scaled", [product, context.Float("alpha", factor)]));
        return true;
    }

    // First axis 0 goes behind the axes of the batch, then the last two change places.
    private static Value Transposed(Unfolding context, int input, string matrices, string batch)
    {
        Node node = context.Node;
        Value operand = node.Required(input);
        int rank = operand.Shape.Rank;
        if (rank < 2)
            return operand;
        List<long> order = [.. Enumerable.Range(0, rank).Select(axis => (long)axis)];
        if (node.Attributes.Int(batch, 0) != 0)
            order = [.. order[1..^1], 0, rank - 1];
        if (node.Attributes.Int(matrices, 0) != 0)
            (order[^1], order[^2]) = (order[^2], order[^1]);
        return order.SequenceEqual(order.Order())
            ? operand
            : context.Add(new Transpose(), 13, $"operand{input}", [operand], ("perm", order.ToArray()));
    }
}
