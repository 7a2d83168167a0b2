using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// SimplifiedLayerNormalization, which ONNX Runtime's optimiser writes into ONNX's own domain: a tensor divided by the root of its mean
/// square, times a factor.
/// </summary>
internal sealed class SimplifiedLayerNormalization : FusedOperator
{
    public override string Name => "SimplifiedLayerNormalization";

    public override string Domain => string.Empty;

    public override (int Min, int Max) Inputs => (2, 2);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        if (node.Required(0).Shape.Rank is not (>= 0 and var rank))
            return false;
        RootMeanSquare.Normalize(
            context, node.Required(0), node.Required(1), node.Attributes.Int("axis", -1), rank, node.Attributes.Float("epsilon", 1e-5f), 1);
        return true;
    }
}
