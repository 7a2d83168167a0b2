using Fovea.Inference.Graphs;
using Fovea.Kernels.Elementwise;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Turns a node between DequantizeLinear and QuantizeLinear into one that computes with the integers, where its operator knows how.
/// </summary>
internal sealed class FuseQuantized : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Node last in patch.Graph.Nodes.ToArray())
        {
            if (last.Operator.Quantizes(last) is not { IsOfBytes: true, HasOneScale: true } output
                || last.Required(0) is not { Type: ElementType.Float32, Producer: { } node } value
                || !patch.Graph.HasOneUse(value) || value != node.Outputs[0])
                continue;
            if (Bounds(patch.Graph, node) is { } bounded
                && Island(patch, bounded, output, node.Operator.Function(node)) is { } before)
                patch.Replace([bounded, node, last], before);
            else if (Island(patch, node, output, null) is { } replacement)
                patch.Replace([node, last], replacement);
        }
    }

    private static Node? Island(GraphPatch patch, Node node, QuantizedValue output, Activation? activation) =>
        node.Outputs.Skip(1).Any(patch.Graph.IsUsed) || node.Activation is not null || node.ResidualInput >= 0
            ? null
            : node.Operator.OnIntegers(new IntegerIsland(patch, node, output, activation));

    // The node whose result another one only bounds (Relu, Clip).
    private static Node? Bounds(Graph graph, Node node) =>
        node.Operator.Function(node) is { Kind: UnaryKind.Clip }
        && node.Required(0) is { Producer: { } before } value && value == before.Outputs[0] && graph.HasOneUse(value)
            ? before
            : null;
}
