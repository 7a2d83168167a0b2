using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>x * (Erf(x / sqrt 2) + 1) * 0.5, in the orders that exporters write it, to Gelu.</summary>
internal sealed class FuseGelu : GraphPass
{
    private const float Sqrt2 = 1.41421356f;

    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node erf in graph.Nodes.Where(n => n.Operator.Name == "Erf").ToArray())
        {
            Node? scaling = erf.Required(0).Producer;
            if ((Pattern.WithNumber(scaling, "Div", Sqrt2) ?? Pattern.WithNumber(scaling, "Mul", 1f / Sqrt2)) is not { } x || !graph.HasOneUse(scaling!.Outputs[0]))
                continue;
            if (Pattern.OnlyReader(graph, erf.Outputs[0], "Add") is not { } plusOne || Pattern.WithNumber(plusOne, "Add", 1f) is null)
                continue;
            if (Pattern.OnlyReader(graph, plusOne.Outputs[0], "Mul") is not { } first)
                continue;
            // x * (...) then * 0.5, or (...) * 0.5 then * x, or (0.5 x) * (...).
            Value other = Pattern.Other(first, plusOne.Outputs[0]);
            List<Node> nodes = [scaling, erf, plusOne];
            if (other == x && Pattern.OnlyReader(graph, first.Outputs[0], "Mul") is { } halved && Pattern.WithNumber(halved, "Mul", 0.5f) is not null)
                nodes.AddRange([first, halved]);
            else if (Pattern.WithNumber(first, "Mul", 0.5f) is not null && Pattern.OnlyReader(graph, first.Outputs[0], "Mul") is { } times && Pattern.Other(times, first.Outputs[0]) == x)
                nodes.AddRange([first, times]);
            else if (other.Producer is { } half && Pattern.WithNumber(half, "Mul", 0.5f) == x && graph.HasOneUse(other))
                nodes.AddRange([half, first]);
            else
                continue;
            Node last = nodes[^1];
            Pattern.Replace(graph, nodes, new Node(OperatorTable.Find("Gelu")!, last.Name, NodeAttributes.None, [x], last.Outputs, last.Opset));
        }
    }
}
