using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Atanh: the inverse hyperbolic tangent.</summary>
internal sealed class Atanh : UnaryOperator
{
    public override string Name => "Atanh";

    public override int Since => 9;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Atanh);
}
