using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>Moves the sum of a convolution (or product) and another tensor of the same shape into the convolution: the residual of He et al., 2015.</summary>
internal sealed class FuseResidualAdd : GraphPass
{
    /// <summary>Where the residual stands among a node's inputs: behind data, weights and bias.</summary>
    private const int ResidualIndex = 3;

    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node add in graph.Nodes.Where(n => n.Operator.Name is "Add" or "Sum" && n.Inputs.Length == 2).ToArray())
        {
            // The later operand is the branch, the earlier one the shortcut, in every network seen; either order is correct. The shortcut
            // cannot depend on the branch, whose only reader is the sum.
            for (int i = 1; i >= 0; i--)
            {
                Value branch = add.Required(i);
                Value shortcut = add.Required(1 - i);
                if (branch.Producer is not { Activation: null, ResidualInput: < 0 } node || !Takes(node) || !graph.HasOneUse(branch) ||
                    branch == shortcut || shortcut.Constant is not null || !branch.Shape.Equals(shortcut.Shape) || shortcut.Producer == node)
                    continue;
                Graph.SetInput(node, ResidualIndex, shortcut);
                node.ResidualInput = ResidualIndex;
                graph.Remove(add);
                graph.TakeOutput(node, add.Outputs[0]);
                break;
            }
        }
    }

    private static bool Takes(Node node) => node.Operator.Name switch
    {
        "Conv" => true,
        // A product with constant weights and no addend but a whole row: the lowering that has the tile's epilogue.
        "Gemm" or "MatMul" => node.Required(1).Constant is { Shape.Rank: 2 } &&
            (node.Input(2) is null || (node.Input(2)!.Constant is { } row && Gemm.IsRow(row.Shape, node.Outputs[0].KnownShape[-1]))),
        _ => false,
    };
}
