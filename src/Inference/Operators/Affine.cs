using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>Affine of ONNX operator sets 1 to 9 (experimental): alpha x + beta.</summary>
internal sealed class Affine : UnaryOperator
{
    public override string Name => "Affine";

    public override string Limits => "an experimental operator of opsets 1 to 9";

    public override Activation? Function(Node node) =>
        new Activation(UnaryKind.Affine, node.Attributes.Float("alpha", 1f), node.Attributes.Float("beta", 0f));
}
