using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Mul: the product, with broadcasting.</summary>
internal sealed class Mul : BinaryOperator
{
    public override string Name => "Mul";

    public override BinaryKind Kind => BinaryKind.Mul;

    public override bool Commutes => true;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { } factor ? new ChannelScale(factor.Values, null) : null;
}
