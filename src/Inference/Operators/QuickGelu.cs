using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>x sigmoid(alpha x).</summary>
internal sealed class QuickGelu : FusedOperator
{
    public override string Name => "QuickGelu";

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        context.Add(
            new Swish(), 24, [node.Required(0)], [node.Outputs[0]], ("alpha", node.Attributes.Float("alpha", 1.702f)));
        return true;
    }
}
