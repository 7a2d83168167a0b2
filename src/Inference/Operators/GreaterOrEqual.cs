using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX GreaterOrEqual: whether the first element is at least the second, with broadcasting.</summary>
internal sealed class GreaterOrEqual : CompareOperator
{
    public override string Name => "GreaterOrEqual";

    public override int Since => 12;

    public override CompareKind Kind => CompareKind.GreaterOrEqual;
}
