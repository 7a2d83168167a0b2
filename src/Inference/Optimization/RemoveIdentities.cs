using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>Removes nodes that change nothing: Identity, Dropout, empty Pads, casts to the same type, reshapes to the same shape.</summary>
internal sealed class RemoveIdentities : GraphPass
{
    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node node in graph.Nodes.ToArray())
        {
            if (!IsIdentity(graph, node))
                continue;
            Value from = node.Outputs[0];
            Value to = node.Required(0);
            graph.Fused[from.Name] = to.Name;
            graph.ReplaceUses(from, to);
            graph.Remove(node);
        }
    }

    private static bool IsIdentity(Graph graph, Node node)
    {
        Value input = node.Inputs.Length > 0 ? node.Required(0) : node.Outputs[0];
        return node.Operator.Name switch
        {
            "Identity" => true,
            "Dropout" => node.Outputs.Skip(1).All(o => o.Consumers.Count == 0 && !graph.IsOutput(o)),
            "Cast" => input.Type == node.Outputs[0].Type,
            "Pad" => Pad.Read(node, input.Shape.Rank) is { } pads && pads.Begin.Concat(pads.End).All(p => p == 0),
            "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Sum" or "Concat" =>
                input.Shape.Equals(node.Outputs[0].Shape) && !(node.Operator.Name is "Sum" or "Concat" && node.Inputs.Length > 1),
            _ => false,
        } && !graph.Inputs.Contains(node.Outputs[0]);
    }
}
