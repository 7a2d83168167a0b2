using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Tanh: the hyperbolic tangent.</summary>
internal sealed class Tanh : UnaryOperator
{
    public override string Name => "Tanh";

    public override Interval Range(RangeContext context) => context.Input(0).Map(Math.Tanh);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Tanh);
}
