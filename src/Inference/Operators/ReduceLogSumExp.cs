using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX ReduceLogSumExp: the logarithm of the sum of exponentials over axes, given as an attribute or, from opset 18, as an input.
/// </summary>
internal sealed class ReduceLogSumExp : ReduceOperator
{
    public override string Name => "ReduceLogSumExp";

    protected override ReductionKind Kind => ReductionKind.LogSumExp;
}
