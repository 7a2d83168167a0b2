using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Mul: the product, with broadcasting.</summary>
internal sealed class Mul : BinaryOperator, IDifferentiable
{
    public override string Name => "Mul";

    // A value times the reciprocal of a sum of it and of others that are not negative is at most 1.
    public override Interval Range(RangeContext context)
    {
        Interval product = context.Input(0) * context.Input(1);
        for (int i = 0; i < 2; i++)
        {
            if (context.Bound(i) is { IsInverse: true } bound && context.IsAligned(bound, 1 - i) && context.Input(1 - i).IsNonNegative)
                product = new Interval(Math.Max(0, product.Min), Math.Min(product.Max, bound.Factor));
        }

        return product;
    }

    public override RelativeBound? Bound(RangeContext context) =>
        context.KeptBound(0, context.Input(1).Min) ?? context.KeptBound(1, context.Input(0).Min);

    public override BinaryKind Kind => BinaryKind.Mul;

    public override bool Commutes => true;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { } factor ? new ChannelScale(factor.Values, null) : null;

    public override Node? OnIntegers(IntegerIsland island) => ByteBinary.Of(island, new QLinearMul());

    public void Differentiate(GradientContext context)
    {
        PairGradient.CheckBroadcast(context);
        for (int i = 0; i < 2; i++)
        {
            if (context.Wants(i))
                context.SetBroadcast(i, context.Multiply(context.Gradient(), context.Input(1 - i)));
        }
    }
}
