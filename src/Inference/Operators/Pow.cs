using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Lowering;
using Fovea.Inference.Memory;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Steps;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Pow: a to the power of b, with broadcasting. Since opset 12 the exponent may have another type than the base, which is the
/// result's. Powers of integers are computed in double precision and cut.
/// </summary>
internal sealed class Pow : BinaryOperator, IDifferentiable
{
    public override string Name => "Pow";

    public override string Limits => "any exponent type; integers in double precision";

    // Of what is not negative, a power by a constant never decreases, or by one below 0 never increases.
    public override Interval Range(RangeContext context)
    {
        Interval exponent = context.Input(1);
        if (!context.Input(0).IsNonNegative || exponent.Min != exponent.Max || context.Node.Required(0).Type?.IsFloat() != true)
            return Interval.Any;
        Interval power = context.Input(0).Map(x => Math.Pow(x, Math.Abs(exponent.Min)));
        return exponent.Min >= 0 ? power : new Interval(1, 1) / power;
    }

    public override BinaryKind Kind => BinaryKind.Pow;

    protected override bool MixesTypes => true;

    // y = x^p: p x^(p - 1) for x, y ln x for p.
    public void Differentiate(GradientContext context)
    {
        PairGradient.CheckBroadcast(context);
        if (context.Input(1).Type != ElementType.Float32)
            throw context.NoRule($"for exponents of {context.Input(1).Type}");
        (Value x, Value p) = (context.Input(0), context.Input(1));
        if (context.Wants(0))
        {
            Value slope = context.Multiply(p, context.Apply(o => o.Pow, [x, context.Subtract(p, context.Number(1))]));
            context.SetBroadcast(0, context.Multiply(context.Gradient(), slope));
        }

        if (context.Wants(1))
            context.SetBroadcast(
                1, context.Multiply(context.Gradient(), context.Multiply(context.Output(), context.Apply(o => o.Log, [x]))));
    }

    public override void Lower(LoweringContext context)
    {
        View a = context.Input(0);
        View b = LegacyBroadcast.Right(context.Node, context.Input(1));
        if (b.Type == a.Type || (a.Type.IsFloat() && b.Type != ElementType.Float64))
        {
            Emit(context, Kind, a, b.Type == a.Type ? b : Converted.Emit(context, b, a.Type));
            return;
        }

        // A base of fewer digits than the exponent: both as doubles.
        View x = Converted.Emit(context, a, ElementType.Float64);
        View power = LoweringContext.NewPlain(context.OutputShape(), ElementType.Float64);
        View exponent = b.Type == ElementType.Float64 ? context.AsPlain(b) : Converted.Emit(context, b, ElementType.Float64);
        context.Emit(new BinaryStep(Kind, x.Expand(power.Shape), exponent.Expand(power.Shape), power, null));
        context.SetOutput(Converted.Emit(context, power, a.Type));
        if (context.Node.Activation is { } bounds)
            context.Emit(new UnaryStep(bounds, context.ViewOf(context.Node.Outputs[0]), context.ViewOf(context.Node.Outputs[0])));
    }
}
