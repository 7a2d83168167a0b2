using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX ReduceProd: the product over axes, given as an attribute or, from opset 18, as an input.</summary>
internal sealed class ReduceProd : ReduceOperator
{
    public override string Name => "ReduceProd";

    protected override ReductionKind Kind => ReductionKind.Prod;
}
