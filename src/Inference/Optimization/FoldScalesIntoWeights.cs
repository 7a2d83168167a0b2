using Fovea.Inference.Graphs;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>
/// Folds per-channel scales and shifts (BatchNormalization, Mul, Add, Sub, Div with constants) into the weights and bias of the preceding
/// node: a convolution, a matrix product or another BatchNormalization.
/// </summary>
internal sealed class FoldScalesIntoWeights : GraphPass
{
    // Folded constants are nested, and read one inside the other: without a limit, a chain in a file would overflow the stack.
    private const int MostFolds = 32;

    public override void Run(GraphPatch patch)
    {
        var folds = new Dictionary<Node, int>();
        // In execution order, so that a chain (BatchNormalization, Mul, Add) folds one node after another.
        foreach (Node node in patch.Graph.Nodes.ToArray())
        {
            if (Operand(node) is not { Producer: { Activation: null, ResidualInput: < 0 } target } operand
                || !patch.Graph.HasOneUse(operand))
                continue;
            if (node.Outputs.Skip(1).Any(patch.Graph.IsUsed) || !operand.Shape.Equals(node.Outputs[0].Shape))
                continue;
            if (target.Operator.ScaleFolding(target) is not { } folding
                || node.Operator.ChannelScale(node, target.Operator.ChannelAxis(target)) is not { } scale)
                continue;
            if (folds.GetValueOrDefault(target) == MostFolds)
                continue;
            folds[target] = folds.GetValueOrDefault(target) + 1;
            Fold(patch, target, folding, scale);
            patch.Absorb(target, node);
        }
    }

    /// <summary>The only computed input of a node whose output is Float32 of rank 2 or more; null if there are several or none.</summary>
    private static Value? Operand(Node node)
    {
        if (node.Outputs[0] is not { Type: ElementType.Float32, Shape.Rank: >= 2 })
            return null;
        Value? only = null;
        foreach (Value? input in node.Inputs)
        {
            if (input is null || input.Constant is not null)
                continue;
            if (only is not null)
                return null;
            only = input;
        }

        return only;
    }

    private static void Fold(GraphPatch patch, Node target, ScaleFolding folding, ChannelScale scale)
    {
        Value weights = target.Required(folding.Weights);
        Value? bias = target.Input(folding.Bias);
        if (scale.Factors is { } factors)
        {
            var scaled = new ScaledWeights(weights.Constant!, factors, folding.Layout);
            GraphPatch.SetInput(target, folding.Weights, patch.AddConstant($"{weights.Name} scaled", scaled));
        }

        GraphPatch.SetInput(
            target, folding.Bias, patch.AddConstant($"{target.Outputs[0].Name} bias", new ScaledBias(bias?.Constant, scale)));
    }
}
