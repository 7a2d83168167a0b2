using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>The Gelu of ONNX before it was one of ONNX's operators.</summary>
internal sealed class MicrosoftGelu : FusedOperator
{
    public override string Name => "Gelu";

    public override bool Unfold(Unfolding context)
    {
        context.Add(new Gelu(), 20, [context.Node.Required(0)], [context.Node.Outputs[0]]);
        return true;
    }
}
