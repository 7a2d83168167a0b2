using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ScaledTanh of ONNX operator sets 1 to 9 (experimental): alpha tanh(beta x).</summary>
internal sealed class ScaledTanh : UnaryOperator
{
    public override string Name => "ScaledTanh";

    public override string Limits => "an experimental operator of opsets 1 to 9";

    public override Activation? Function(Node node) =>
        new Activation(UnaryKind.ScaledTanh, node.Attributes.Float("alpha", 1f), node.Attributes.Float("beta", 1f));
}
