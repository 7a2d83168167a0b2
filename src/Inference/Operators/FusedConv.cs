using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>A convolution, the sum with a further tensor where there is one, and an activation.</summary>
internal sealed class FusedConv : FusedOperator
{
    public override string Name => "FusedConv";

    public override (int Min, int Max) Inputs => (2, 4);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        Value result = context.Add(
            new Conv(), 11, "convolution", [node.Required(0), node.Required(1), node.Input(2)], FusedActivation.OwnAttributes(node));
        if (node.Input(3) is { } summand)
            result = context.Add(new Add(), 13, "sum", [result, summand]);
        context.SetActivated(result, node.Attributes.Text("activation", string.Empty), node.Attributes.Floats("activation_params") ?? []);
        return true;
    }
}
