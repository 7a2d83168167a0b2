using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceMin: the smallest element over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceMin : ReduceOperator
{
    public override string Name => "ReduceMin";

    public override Interval Range(RangeContext context) =>
        Reduction.Count(context.Node) == 0 ? Interval.Any : context.Input(0);

    protected override ReductionKind Kind => ReductionKind.Min;

    protected override IReadOnlyList<ElementType> Types => WithNarrow;
}
