using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>
/// ONNX Runtime's QLinearConv: that of ONNX, of images [N, ..., C] with channels_last; the weights stay [M, C / groups, ...].
/// </summary>
internal sealed class MicrosoftQLinearConv : FusedOperator
{
    private const long Version = 10;

    public override string Name => "QLinearConv";

    public override string Limits => "replaced by QLinearConv of ONNX, with channels_last between two Transpose";

    public override (int Min, int Max) Inputs => (8, 9);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        Value?[] inputs = [.. node.Inputs];
        (string, object)[] attributes =
            [.. node.Attributes.Values.Where(pair => pair.Key != "channels_last").Select(pair => (pair.Key, pair.Value))];
        if (node.Attributes.Int("channels_last", 0) == 0)
        {
            context.Add(new QLinearConv(), Version, inputs, [node.Outputs[0]], attributes);
            return true;
        }

        if (node.Required(0).Shape.Dimensions is not { Count: var rank })
            return false;
        if (rank < 3)
            throw node.Invalid($"the input has rank {rank}; expected at least 3");
        inputs[0] = context.Add(
            new Transpose(), Version, "channels_first", [inputs[0]], ("perm", Longs([0, rank - 1, .. Enumerable.Range(1, rank - 2)])));
        Value result = context.Add(new QLinearConv(), Version, "convolution", inputs, attributes);
        context.Add(
            new Transpose(), Version, [result], [node.Outputs[0]], ("perm", Longs([0, .. Enumerable.Range(2, rank - 2), 1])));
        return true;
    }

    private static long[] Longs(int[] order) => Array.ConvertAll(order, axis => (long)axis);
}
