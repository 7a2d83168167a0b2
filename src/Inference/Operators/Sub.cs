using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Operators;

/// <summary>ONNX Sub: the difference, with broadcasting.</summary>
internal sealed class Sub : BinaryOperator
{
    public override string Name => "Sub";

    public override BinaryKind Kind => BinaryKind.Sub;

    public override ChannelScale? ChannelScale(Node node, int axis) =>
        ChannelOperand.Of(node, axis) is { IsFirst: false } subtrahend ? new ChannelScale(null, Array.ConvertAll(subtrahend.Values, v => -v)) : null;
}
