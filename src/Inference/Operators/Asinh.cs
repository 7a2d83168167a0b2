using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Asinh: the inverse hyperbolic sine.</summary>
internal sealed class Asinh : UnaryOperator
{
    public override string Name => "Asinh";

    public override int Since => 9;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Asinh);
}
