using Fovea.Inference.Gradients;
using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sub: the difference, with broadcasting.</summary>
internal sealed class Sub : BinaryOperator, IDifferentiable
{
    public override string Name => "Sub";

    public override Interval Range(RangeContext context) => context.Input(0) - context.Input(1);

    public override BinaryKind Kind => BinaryKind.Sub;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { IsFirst: false } subtrahend ? new ChannelScale(null, new Negatives(subtrahend.Values)) : null;

    private sealed record Negatives(ChannelValues Subtrahends) : ChannelValues(Subtrahends.Count)
    {
        public override bool IsPlanSpecific => Subtrahends.IsPlanSpecific;

        public override double[] Read() => Array.ConvertAll(Subtrahends.Read(), v => -v);
    }

    public void Differentiate(GradientContext context)
    {
        PairGradient.CheckBroadcast(context);
        context.SetBroadcast(0, context.Gradient());
        if (context.Wants(1))
            context.SetBroadcast(1, context.Negate(context.Gradient()));
    }
}
