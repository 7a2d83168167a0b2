using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ParametricSoftplus of ONNX operator sets 1 to 9 (experimental): alpha ln(1 + e^(beta x)).</summary>
internal sealed class ParametricSoftplus : UnaryOperator
{
    public override string Name => "ParametricSoftplus";

    public override string Limits => "an experimental operator of opsets 1 to 9";

    public override Activation? Function(Node node) =>
        new Activation(UnaryKind.ParametricSoftplus, node.Attributes.Float("alpha", 1f), node.Attributes.Float("beta", 1f));
}
