using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceL1: the sum of magnitudes over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceL1 : ReduceOperator
{
    public override string Name => "ReduceL1";

    protected override ReductionKind Kind => ReductionKind.L1;
}
