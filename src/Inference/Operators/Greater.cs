using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Greater: whether the first element is greater, with broadcasting.</summary>
internal sealed class Greater : CompareOperator
{
    public override string Name => "Greater";

    public override CompareKind Kind => CompareKind.Greater;
}
