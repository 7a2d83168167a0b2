using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>Removes nodes without effect: Identity, Dropout, empty Pads, casts to the same type, reshapes to the same shape.</summary>
internal sealed class RemoveIdentities : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Node node in patch.Graph.Nodes.ToArray())
        {
            if (node.Operator.IsIdentity(node) && !node.Outputs.Skip(1).Any(patch.Graph.IsUsed))
                patch.Bypass(node);
        }
    }
}
