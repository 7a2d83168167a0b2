using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Fuses the sum of a convolution or matrix product and another tensor of the same shape into the former: the residual connection of He et
/// al., 2015.
/// </summary>
internal sealed class FuseResidualAdd : GraphPass
{
    /// <summary>The index of the residual among a node's inputs: after data, weights and bias.</summary>
    private const int ResidualIndex = 3;

    public override void Run(GraphPatch patch)
    {
        foreach (Node sum in patch.Graph.Nodes.ToArray())
        {
            if (!sum.Operator.IsSum(sum))
                continue;
            // Networks usually have the shortcut first and the branch second; either order is correct. The shortcut cannot depend on the
            // branch, because the sum is the branch's only consumer.
            for (int i = 1; i >= 0; i--)
            {
                Value branch = sum.Required(i);
                Value shortcut = sum.Required(1 - i);
                if (branch.Producer is not { Activation: null, ResidualInput: < 0 } node || !node.Operator.TakesResidual(node)
                    || !patch.Graph.HasOneUse(branch) ||
                    shortcut.Constant is not null || !branch.Shape.Equals(shortcut.Shape))
                    continue;
                GraphPatch.SetResidual(node, ResidualIndex, shortcut);
                patch.Absorb(node, sum);
                break;
            }
        }
    }
}
