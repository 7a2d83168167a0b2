using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>A DynamicQuantizeLinear of the left operand, and the MatMulIntegerToFloat of its result.</summary>
internal sealed class DynamicQuantizeMatMul : FusedOperator
{
    public override string Name => "DynamicQuantizeMatMul";

    public override (int Min, int Max) Inputs => (3, 5);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        Value quantized = context.NewValue("quantized"), scale = context.NewValue("scale"), zero = context.NewValue("zero");
        context.Add(new DynamicQuantizeLinear(), 11, [node.Required(0)], [quantized, scale, zero]);
        context.Add(
            new MatMulIntegerToFloat(), 1, [quantized, node.Required(1), scale, node.Required(2), zero, node.Input(3), node.Input(4)],
            [node.Outputs[0]]);
        return true;
    }
}
