using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceSum: the sum over axes, given as an attribute or, from opset 13, as an input.</summary>
internal sealed class ReduceSum : ReduceOperator
{
    public override string Name => "ReduceSum";

    public override string Limits => "axes as attribute (before opset 13) or input";

    public override Interval Range(RangeContext context) =>
        Reduction.Count(context.Node) is { } count ? context.Input(0) * new Interval(count, count) : Interval.Any;

    // The sum of elements that are not negative is at least each of them.
    public override RelativeBound? Bound(RangeContext context) =>
        context.Input(0).IsNonNegative ? Reduction.Bound(context.Node, factor: 1) : null;

    protected override ReductionKind Kind => ReductionKind.Sum;
}
