using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX LeakyRelu: x if positive, else alpha x.</summary>
internal sealed class LeakyRelu : UnaryOperator
{
    public override string Name => "LeakyRelu";

    public override Activation? Function(Node node) => new Activation(UnaryKind.LeakyRelu, node.Attributes.Float("alpha", 0.01f));
}
