using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Ceil: the smallest integer not below x.</summary>
internal sealed class Ceil : UnaryOperator
{
    public override string Name => "Ceil";

    public override Interval Range(RangeContext context) => context.Input(0).Map(Math.Ceiling);

    public override Activation? Function(Node node) => new Activation(UnaryKind.Ceil);
}
