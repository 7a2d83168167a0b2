using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceMax: the largest element over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceMax : ReduceOperator
{
    public override string Name => "ReduceMax";

    public override Interval Range(RangeContext context) => context.Input(0);

    protected override ReductionKind Kind => ReductionKind.Max;
}
