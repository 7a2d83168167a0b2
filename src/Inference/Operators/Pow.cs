using Fovea.Inference.Graphs;
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

    // Of what is not negative, a power by a constant never decreases, or by one below 0 never increases.
    public override Interval Range(RangeContext context)
    {
        Interval exponent = context.Input(1);
        if (!context.Input(0).IsNonNegative || exponent.Min != exponent.Max)
            return Interval.Any;
        Interval power = context.Input(0).Map(x => Math.Pow(x, Math.Abs(exponent.Min)));
        return exponent.Min >= 0 ? power : new Interval(1, 1) / power;
    }

    public override BinaryKind Kind => BinaryKind.Pow;

    public override void Lower(LoweringContext context)
    {
        View a = context.Input(0);
        View b = context.Input(1);
        Emit(context, Kind, a, b.Type == a.Type ? b : Cast.Emit(context, b, a.Type));
    }
}
