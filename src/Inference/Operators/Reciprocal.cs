using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Reciprocal: 1 / x.</summary>
internal sealed class Reciprocal : UnaryOperator
{
    public override string Name => "Reciprocal";

    public override Interval Range(RangeContext context) => new Interval(1, 1) / context.Input(0);

    public override RelativeBound? Bound(RangeContext context) =>
        context.Input(0).IsNonNegative && context.Bound(0) is { IsInverse: false } bound
            ? bound with { Factor = 1 / bound.Factor, IsInverse = true }
            : null;

    public override Activation? Function(Node node) => new Activation(UnaryKind.Reciprocal);
}
