using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sub: the difference, with broadcasting.</summary>
internal sealed class Sub : BinaryOperator
{
    public override string Name => "Sub";

    public override BinaryKind Kind => BinaryKind.Sub;
}
