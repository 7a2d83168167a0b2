using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Mish: x tanh(ln(1 + e^x)).</summary>
internal sealed class Mish : UnaryOperator
{
    public override string Name => "Mish";

    public override int Since => 18;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Mish);
}
