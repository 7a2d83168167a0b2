using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceSumSquare: the sum of squares over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceSumSquare : ReduceOperator
{
    public override string Name => "ReduceSumSquare";

    protected override ReductionKind Kind => ReductionKind.SumSquare;
}
