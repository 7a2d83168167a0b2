using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Swish: x sigmoid(alpha x); since opset 24. Fusion makes it of Mul and Sigmoid.</summary>
internal sealed class Swish : UnaryOperator
{
    public override string Name => "Swish";

    public override Activation? Function(Node node) => new Activation(UnaryKind.Silu, node.Attributes.Float("alpha", 1f));
}
