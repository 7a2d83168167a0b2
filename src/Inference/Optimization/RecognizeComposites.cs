using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Replaces the group of nodes that exporters write for an operator (Gelu, Swish, LayerNormalization; a ConvInteger whose sums are scaled)
/// by that operator, which recognises the group itself.
/// </summary>
internal sealed class RecognizeComposites : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Operator op in OperatorTable.All)
        {
            foreach (Node node in patch.Graph.Nodes.ToArray())
            {
                // A scalar constant with more axes than the operand would add axes.
                if (op.Recognize(patch.Graph, node) is not { } composite || (composite.KeepsShape
                    && !composite.Inputs[0]!.Shape.Equals(composite.Nodes[^1].Outputs[0].Shape)))
                    continue;
                Node last = composite.Nodes[^1];
                patch.Replace(
                    composite.Nodes, new Node(op, last.Name, composite.Attributes, [.. composite.Inputs], [last.Outputs[0]], last.Opset));
            }
        }
    }
}
