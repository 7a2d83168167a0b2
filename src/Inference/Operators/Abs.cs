using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Abs: the magnitude.</summary>
internal sealed class Abs : UnaryOperator
{
    public override string Name => "Abs";

    public override Activation? Function(Node node) => new Activation(UnaryKind.Abs);
}
