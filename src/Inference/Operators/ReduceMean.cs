using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceMean: the mean over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceMean : ReduceOperator
{
    public override string Name => "ReduceMean";

    public override Interval Range(RangeContext context) =>
        Reduction.Count(context.Node) == 0 ? Interval.Any : context.Input(0);

    // The mean of n elements that are not negative is at least an n-th of each.
    public override RelativeBound? Bound(RangeContext context) =>
        context.Input(0).IsNonNegative && Reduction.Count(context.Node) is > 0 and var count
            ? Reduction.Bound(context.Node, 1.0 / count)
            : null;

    protected override ReductionKind Kind => ReductionKind.Mean;
}
