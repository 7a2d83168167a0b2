using Fovea.Inference.Graphs;
using Fovea.Inference.Operators.Support;

namespace Fovea.Inference.Operators;

/// <summary>The sum of two tensors and perhaps a row, and LayerNormalization along the last axis. The sum is output 3.</summary>
internal sealed class SkipLayerNormalization : FusedOperator
{
    public override string Name => "SkipLayerNormalization";

    public override (int Min, int Max) Inputs => (3, 5);

    public override bool Unfold(Unfolding context)
    {
        Node node = context.Node;
        Value sum = context.Add(new Add(), 13, "sum", [node.Required(0), node.Required(1)]);
        if (node.Input(4) is { } bias)
            sum = context.Add(new Add(), 13, "biased", [sum, bias]);
        Value[] normalized = [.. node.Outputs.Take(3)];
        // Moments that nothing reads are not asked for.
        while (normalized.Length > 1 && normalized[^1].Consumers.Count == 0 && !context.IsOutput(normalized[^1]))
            normalized = normalized[..^1];
        context.Add(
            new LayerNormalization(), 17, [sum, node.Required(2), node.Input(3)], normalized,
            ("axis", -1L), ("epsilon", node.Attributes.Float("epsilon", 1e-12f)));
        context.Set(3, sum);
        return true;
    }
}
