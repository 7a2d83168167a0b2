using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>x * Sigmoid(x) to Swish, and x * HardSigmoid(x) with 1/6 and 1/2 to HardSwish.</summary>
internal sealed class FuseSwish : GraphPass
{
    private const float SixthTolerance = 1e-4f;

    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node gate in graph.Nodes.Where(n => n.Operator.Name is "Sigmoid" or "HardSigmoid").ToArray())
        {
            Value x = gate.Required(0);
            if (gate.Operator.Name == "HardSigmoid" &&
                (MathF.Abs(gate.Attributes.Float("alpha", 0.2f) - (1f / 6f)) > SixthTolerance || gate.Attributes.Float("beta", 0.5f) != 0.5f))
                continue;
            if (Pattern.OnlyReader(graph, gate.Outputs[0], "Mul") is not { } product || Pattern.Other(product, gate.Outputs[0]) != x)
                continue;
            string rule = gate.Operator.Name == "Sigmoid" ? "Swish" : "HardSwish";
            Pattern.Replace(graph, [gate, product], new Node(
                OperatorTable.Find(rule)!, product.Name, NodeAttributes.None, [x], product.Outputs, product.Opset));
        }
    }
}
