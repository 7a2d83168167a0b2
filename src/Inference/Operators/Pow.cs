using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Pow: a to the power of b, with broadcasting; since opset 12 the exponent may have another type, and is converted to the base's.
/// </summary>
internal sealed class Pow : BinaryOperator
{
    public override string Name => "Pow";

    public override BinaryKind Kind => BinaryKind.Pow;

    public override void Lower(LoweringContext context)
    {
        View a = context.Input(0);
        View b = context.Input(1);
        Emit(context, Kind, a, b.Type == a.Type ? b : Cast.Emit(context, b, a.Type));
    }
}
