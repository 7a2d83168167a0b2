using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Less: whether the first element is smaller, with broadcasting.</summary>
internal sealed class Less : CompareOperator
{
    public override string Name => "Less";

    public override CompareKind Kind => CompareKind.Less;
}
