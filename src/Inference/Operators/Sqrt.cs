using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sqrt: the square root.</summary>
internal sealed class Sqrt : UnaryOperator
{
    public override string Name => "Sqrt";

    public override Interval Range(RangeContext context) => context.Input(0) is { IsNonNegative: true } x ? x.Map(Math.Sqrt) : Interval.Any;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Sqrt);
}
