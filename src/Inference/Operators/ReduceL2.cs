using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceL2: the root of the sum of squares over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceL2 : ReduceOperator
{
    public override string Name => "ReduceL2";

    protected override ReductionKind Kind => ReductionKind.L2;
}
