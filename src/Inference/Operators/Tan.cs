using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Tan: the tangent of radians.</summary>
internal sealed class Tan : UnaryOperator
{
    public override string Name => "Tan";

    public override int Since => 7;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Tan);
}
