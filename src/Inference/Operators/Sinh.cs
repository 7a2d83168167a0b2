using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sinh: the hyperbolic sine.</summary>
internal sealed class Sinh : UnaryOperator
{
    public override string Name => "Sinh";

    public override int Since => 9;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Sinh);
}
