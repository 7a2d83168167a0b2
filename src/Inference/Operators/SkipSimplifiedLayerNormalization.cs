using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>The sum of two tensors and perhaps a row, and its division by the root of its mean square. The sum is output 3.</summary>
internal sealed class SkipSimplifiedLayerNormalization : FusedOperator
{
    public override string Name => "SkipSimplifiedLayerNormalization";

    public override (int Min, int Max) Inputs => (3, 4);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        if (node.Required(0).Shape.Rank < 0)
            return false;
        Value sum = context.Add(new Add(), 13, "sum", [node.Required(0), node.Required(1)]);
        if (node.Input(3) is { } bias)
            sum = context.Add(new Add(), 13, "biased", [sum, bias]);
        RootMeanSquare.Normalize(
            context, sum, node.Required(2), -1, node.Required(0).Shape.Rank, node.Attributes.Float("epsilon", 1e-12f), 2);
        context.Set(3, sum);
        return true;
    }
}
