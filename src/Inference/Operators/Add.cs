using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Add: the sum, with broadcasting.</summary>
internal sealed class Add : BinaryOperator, IDifferentiable
{
    public override string Name => "Add";

    public override Interval Range(RangeContext context) => context.Input(0) + context.Input(1);

    public override RelativeBound? Bound(RangeContext context) =>
        (context.Input(1).IsNonNegative ? context.KeptBound(0) ?? context.OwnBound(0) : null)
        ?? (context.Input(0).IsNonNegative ? context.KeptBound(1) ?? context.OwnBound(1) : null);

    public override BinaryKind Kind => BinaryKind.Add;

    public override bool Commutes => true;

    public override bool IsSum(Node node) => LegacyBroadcast.Trailing(node) == 0;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { } addend ? new ChannelScale(null, addend.Values) : null;

    public override Node? OnIntegers(IntegerIsland island) => ByteBinary.Of(island, new QLinearAdd());

    public void Differentiate(GradientContext context)
    {
        PairGradient.CheckBroadcast(context);
        context.SetBroadcast(0, context.Gradient());
        context.SetBroadcast(1, context.Gradient());
    }
}
