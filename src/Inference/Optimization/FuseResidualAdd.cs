using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>Moves the sum of a convolution (or product) and another tensor of the same shape into the convolution: the residual of He et al., 2015.</summary>
internal sealed class FuseResidualAdd : GraphPass
{
    /// <summary>Where the residual stands among a node's inputs: behind data, weights and bias.</summary>
    private const int ResidualIndex = 3;

    public override void Run(GraphPatch patch)
    {
        foreach (Node sum in patch.Graph.Nodes.ToArray())
        {
            if (!sum.Operator.IsSum(sum))
                continue;
            // The later operand is the branch, the earlier one the shortcut, in every network seen; either order is correct. The shortcut
            // cannot depend on the branch, whose only reader is the sum.
            for (int i = 1; i >= 0; i--)
            {
                Value branch = sum.Required(i);
                Value shortcut = sum.Required(1 - i);
                if (branch.Producer is not { Activation: null, ResidualInput: < 0 } node || !node.Operator.TakesResidual(node) || !patch.Graph.HasOneUse(branch) ||
                    shortcut.Constant is not null || !branch.Shape.Equals(shortcut.Shape))
                    continue;
                GraphPatch.SetResidual(node, ResidualIndex, shortcut);
                patch.Absorb(node, sum);
                break;
            }
        }
    }
}
