using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Div: the quotient, with broadcasting; integers are divided towards zero.</summary>
internal sealed class Div : BinaryOperator, IDifferentiable
{
    public override string Name => "Div";

    public override string Limits => "integers towards zero; an integer divided by 0 is refused at run time";

    // A value over a sum of it and of others that are not negative is at most 1; integers are truncated.
    public override Interval Range(RangeContext context)
    {
        Node node = context.Node;
        if (node.Required(0).Type?.IsFloat() != true)
            return Interval.Any;
        Interval quotient = context.Input(0) / context.Input(1);
        return context.Bound(1) is { IsInverse: false } bound && context.IsAligned(bound, 0) && context.Input(0).IsNonNegative
                ? new Interval(Math.Max(0, quotient.Min), Math.Min(quotient.Max, 1 / bound.Factor))
                : quotient;
    }

    public override RelativeBound? Bound(RangeContext context) =>
        context.Input(1) is { Min: > 0 } divisor ? context.KeptBound(0, 1 / divisor.Max) : null;

    public override BinaryKind Kind => BinaryKind.Div;

    public override void Infer(ShapeContext context)
    {
        base.Infer(context);
        RefuseZeros(context.Node);
    }

    /// <summary>Refuses integer divisors with a zero: no run could have an answer. Large constants are left in the file; a run finds their
    /// zeros.</summary>
    public static void RefuseZeros(Node node)
    {
        if (node.Input(1)?.Elements is { } divisors && !divisors.ElementType.IsFloat() && HasZero(divisors))
            throw node.Invalid("division by zero: input 1 is a constant with a zero");
    }

    private static bool HasZero(Tensor integers)
    {
        int size = integers.ElementType.SizeInBytes();
        ReadOnlySpan<byte> bytes = integers.Bytes.Span;
        for (int i = 0; i < bytes.Length; i += size)
        {
            if (!bytes.Slice(i, size).ContainsAnyExcept((byte)0))
                return true;
        }

        return false;
    }

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { IsFirst: false } divisor ? new ChannelScale(new Reciprocals(divisor.Values), null) : null;

    private sealed record Reciprocals(ChannelValues Divisors) : ChannelValues(Divisors.Count)
    {
        public override bool IsPlanSpecific => Divisors.IsPlanSpecific;

        public override double[] Read() => Array.ConvertAll(Divisors.Read(), v => 1.0 / v);
    }

    public void Differentiate(GradientContext context)
    {
        PairGradient.CheckBroadcast(context);
        Value quotient = context.Divide(context.Gradient(), context.Input(1));
        context.SetBroadcast(0, quotient);
        if (context.Wants(1))
            context.SetBroadcast(1, context.Negate(context.Multiply(quotient, context.Output())));
    }
}
