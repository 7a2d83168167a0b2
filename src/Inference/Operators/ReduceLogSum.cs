using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceLogSum: the logarithm of the sum over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceLogSum : ReduceOperator
{
    public override string Name => "ReduceLogSum";

    protected override ReductionKind Kind => ReductionKind.LogSum;
}
