using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ThresholdedRelu: x above alpha, else 0.</summary>
internal sealed class ThresholdedRelu : UnaryOperator
{
    public override string Name => "ThresholdedRelu";

    public override Activation? Function(Node node) => new Activation(UnaryKind.ThresholdedRelu, node.Attributes.Float("alpha", 1f));
}
