using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>Gives a MatMul with constant weights the row that is added behind it as its bias.</summary>
internal sealed class FuseMatMulBias : GraphPass
{
    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node add in graph.Nodes.Where(n => n.Operator.Name == "Add" && n.Activation is null).ToArray())
        {
            for (int i = 0; i < 2; i++)
            {
                Value product = add.Required(i);
                Value row = add.Required(1 - i);
                if (product.Producer is not { Operator.Name: "MatMul", Activation: null, ResidualInput: < 0 } matMul || matMul.Inputs.Length > 2 ||
                    matMul.Required(1).Constant is not { Shape.Rank: 2 } weights || !graph.HasOneUse(product))
                    continue;
                if (row.Constant is not { ElementType: ElementType.Float32 } bias || !Gemm.IsRow(bias.Shape, weights.Shape[1]) ||
                    bias.Shape.Rank > product.Shape.Rank)
                    continue;
                Graph.SetInput(matMul, 2, row);
                graph.Remove(add);
                graph.TakeOutput(matMul, add.Outputs[0]);
                break;
            }
        }
    }
}
