using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX LessOrEqual: whether the first element is at most the second, with broadcasting.</summary>
internal sealed class LessOrEqual : CompareOperator
{
    public override string Name => "LessOrEqual";

    public override int Since => 12;

    public override CompareKind Kind => CompareKind.LessOrEqual;
}
