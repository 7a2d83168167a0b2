using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Div: the quotient, with broadcasting; integers are divided towards zero.</summary>
internal sealed class Div : BinaryOperator
{
    public override string Name => "Div";

    public override BinaryKind Kind => BinaryKind.Div;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { IsFirst: false } divisor ? new ChannelScale(new Reciprocals(divisor.Values), null) : null;

    private sealed record Reciprocals(ChannelValues Divisors) : ChannelValues(Divisors.Count)
    {
        public override bool IsPlanSpecific => Divisors.IsPlanSpecific;

        public override double[] Read() => Array.ConvertAll(Divisors.Read(), v => 1.0 / v);
    }
}
