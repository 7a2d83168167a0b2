using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Reductions;

namespace Fovea.Inference.Operators;

/// <summary>ONNX GlobalMaxPool: the largest element of each channel.</summary>
internal sealed class GlobalMaxPool : GlobalPoolOperator
{
    public override string Name => "GlobalMaxPool";

    protected override ReductionKind Kind => ReductionKind.Max;
}
