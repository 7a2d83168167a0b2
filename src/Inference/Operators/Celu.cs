using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Celu: max(0, x) + min(0, alpha (e^(x / alpha) - 1)).</summary>
internal sealed class Celu : UnaryOperator
{
    public override string Name => "Celu";

    public override int Since => 12;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Celu, node.Attributes.Float("alpha", 1f));
}
