using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Add: the sum, with broadcasting.</summary>
internal sealed class Add : BinaryOperator
{
    public override string Name => "Add";

    public override BinaryKind Kind => BinaryKind.Add;

    public override bool Commutes => true;

    public override bool IsSum(Node node) => true;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { } addend ? new ChannelScale(null, addend.Values) : null;
}
