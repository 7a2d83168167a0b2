using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>A Gemm and an activation.</summary>
internal sealed class FusedGemm : FusedOperator
{
    public override string Name => "FusedGemm";

    public override (int Min, int Max) Inputs => (2, 3);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        Value product = context.Add(
            new Gemm(), 13, "product", [node.Required(0), node.Required(1), node.Input(2)], FusedActivation.OwnAttributes(node));
        float?[] given = [node.Attributes.FloatOrNull("activation_alpha"), node.Attributes.FloatOrNull("activation_beta")];
        context.SetActivated(
            product, node.Attributes.Text("activation", string.Empty),
            [.. given.TakeWhile(value => value is not null).Select(v => v!.Value)]);
        return true;
    }
}
