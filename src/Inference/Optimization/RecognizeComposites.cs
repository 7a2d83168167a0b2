using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Puts one operator in the place of the nodes that exporters write for it (Gelu, Swish, LayerNormalization): each operator knows its own
/// group.
/// </summary>
internal sealed class RecognizeComposites : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Operator op in OperatorTable.All)
        {
            foreach (Node node in patch.Graph.Nodes.ToArray())
            {
                // All composites keep the shape; a number with more axes than the operand does not.
                if (op.Recognize(patch.Graph, node) is not { } composite || !composite.Inputs[0]!.Shape.Equals(composite.Nodes[^1].Outputs[0].Shape))
                    continue;
                Node last = composite.Nodes[^1];
                patch.Replace(composite.Nodes, new Node(op, last.Name, composite.Attributes, [.. composite.Inputs], [last.Outputs[0]], last.Opset));
            }
        }
    }
}
