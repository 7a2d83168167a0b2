using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Div: the quotient, with broadcasting; integers are divided towards zero.</summary>
internal sealed class Div : BinaryOperator
{
    public override string Name => "Div";

    // A value over a sum of it and of others that are not negative is at most 1; integers are truncated.
    public override Interval Range(RangeContext context)
    {
        Node node = context.Node;
        if (node.Required(0).Type?.IsFloat() != true)
            return Interval.Any;
        Interval quotient = context.Input(0) / context.Input(1);
        return context.Bound(1) is { } bound && bound.Of == node.Required(0) && context.Input(0).IsPositive
            && node.Required(1).Shape.Rank == node.Required(0).Shape.Rank
                ? new Interval(Math.Max(0, quotient.Min), Math.Min(quotient.Max, 1 / bound.Factor))
                : quotient;
    }

    public override RelativeBound? Bound(RangeContext context) => context.ScaledBound(0, 1 / context.Input(1).Max);

    public override BinaryKind Kind => BinaryKind.Div;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { IsFirst: false } divisor ? new ChannelScale(new Reciprocals(divisor.Values), null) : null;

    private sealed record Reciprocals(ChannelValues Divisors) : ChannelValues(Divisors.Count)
    {
        public override bool IsPlanSpecific => Divisors.IsPlanSpecific;

        public override double[] Read() => Array.ConvertAll(Divisors.Read(), v => 1.0 / v);
    }
}
