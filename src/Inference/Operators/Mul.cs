using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Mul: the product, with broadcasting.</summary>
internal sealed class Mul : BinaryOperator
{
    public override string Name => "Mul";

    public override Interval Range(RangeContext context) => context.Input(0) * context.Input(1);

    public override RelativeBound? Bound(RangeContext context) =>
        context.ScaledBound(0, context.Input(1).Min) ?? context.ScaledBound(1, context.Input(0).Min);

    public override BinaryKind Kind => BinaryKind.Mul;

    public override bool Commutes => true;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { } factor ? new ChannelScale(factor.Values, null) : null;
}
