using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Selu: gamma x if positive, else gamma alpha (e^x - 1).</summary>
internal sealed class Selu : UnaryOperator
{
    public override string Name => "Selu";

    // Operator sets 1 to 5 had the constants with fewer digits.
    public override Activation? Function(Node node) => new Activation(
        UnaryKind.Selu, node.Attributes.Float("alpha", node.Opset < 6 ? 1.6732f : 1.67326319217681884765625f),
        node.Attributes.Float("gamma", node.Opset < 6 ? 1.0507f : 1.05070102214813232421875f));
}
