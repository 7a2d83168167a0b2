using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Log: the natural logarithm.</summary>
internal sealed class Log : UnaryOperator
{
    public override string Name => "Log";

    public override Interval Range(RangeContext context) => context.Input(0) is { IsNonNegative: true } x ? x.Map(Math.Log) : Interval.Any;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Log);
}
