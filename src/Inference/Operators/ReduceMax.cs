using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceMax: the largest element over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceMax : ReduceOperator
{
    public override string Name => "ReduceMax";

    public override Interval Range(RangeContext context) =>
        Reduction.Count(context.Node) == 0 ? Interval.Any : context.Input(0);

    protected override ReductionKind Kind => ReductionKind.Max;

    protected override IReadOnlyList<ElementType> Types => WithNarrow;
}
