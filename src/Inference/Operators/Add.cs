using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Add: the sum, with broadcasting.</summary>
internal sealed class Add : BinaryOperator
{
    public override string Name => "Add";

    public override BinaryKind Kind => BinaryKind.Add;
}
