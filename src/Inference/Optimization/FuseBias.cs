using Fovea.Inference.Graphs;

namespace Fovea.Inference.Optimization;

/// <summary>Fuses the addition of a constant row into the preceding matrix product as its bias.</summary>
internal sealed class FuseBias : GraphPass
{
    public override void Run(GraphPatch patch)
    {
        foreach (Node sum in patch.Graph.Nodes.ToArray())
        {
            if (!sum.Operator.IsSum(sum) || sum.Activation is not null)
                continue;
            for (int i = 0; i < 2; i++)
            {
                Value product = sum.Required(i);
                Value row = sum.Required(1 - i);
                if (product.Producer is not { Activation: null, ResidualInput: < 0 } node || !patch.Graph.HasOneUse(product)
                    || row.Constant is not { } bias)
                    continue;
                if (bias.Shape.Rank > product.Shape.Rank || node.Operator.TakesBias(node, bias) is not { } input)
                    continue;
                GraphPatch.SetInput(node, input, row);
                patch.Absorb(node, sum);
                break;
            }
        }
    }
}
