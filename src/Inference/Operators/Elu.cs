using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Elu: x if positive, else alpha (e^x - 1).</summary>
internal sealed class Elu : UnaryOperator
{
    public override string Name => "Elu";

    public override Activation? Function(Node node) => new Activation(UnaryKind.Elu, node.Attributes.Float("alpha", 1f));
}
