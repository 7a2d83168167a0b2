using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>A MatMulInteger whose sums are multiplied by the scales of both operands, and perhaps a bias.</summary>
internal sealed class MatMulIntegerToFloat : FusedOperator
{
    private const long Version = 13;

    public override string Name => "MatMulIntegerToFloat";

    public override (int Min, int Max) Inputs => (4, 7);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        new Quantization(node, 2, 4).RequireOne();
        Value sums = context.Add(
            new MatMulInteger(), Version, "sums", [node.Required(0), node.Required(1), node.Input(4), node.Input(5)]);
        Value scale = context.Add(new Mul(), Version, "scale", [node.Required(2), node.Required(3)]);
        Value real = context.Add(new Cast(), Version, "real", [sums], ("to", (long)ElementType.Float32));
        if (node.Input(6) is not { } bias)
        {
            context.Add(new Mul(), Version, [real, scale], [node.Outputs[0]]);
            return true;
        }

        Value product = context.Add(new Mul(), Version, "product", [real, scale]);
        context.Add(new Add(), Version, [product, bias], [node.Outputs[0]]);
        return true;
    }
}
