using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Operators.Support;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Optimization;

/// <summary>
/// d = x - ReduceMean(x); d / Sqrt(ReduceMean(d ^ 2) + epsilon) * scale + shift, over the last axis, to LayerNormalization.
/// </summary>
internal sealed class FuseLayerNormalization : GraphPass
{
    public override void Run(Graph graph, ConstantStore constants)
    {
        foreach (Node sqrt in graph.Nodes.Where(n => n.Operator.Name == "Sqrt").ToArray())
        {
            if (Match(graph, sqrt) is not { } match)
                continue;
            Node last = match.Nodes[^1];
            var attributes = new NodeAttributes(new Dictionary<string, object> { ["axis"] = -1L, ["epsilon"] = match.Epsilon });
            Pattern.Replace(graph, match.Nodes, new Node(
                OperatorTable.Find("LayerNormalization")!, last.Name, attributes, [match.X, match.Scale, match.Shift], [last.Outputs[0]], last.Opset));
        }
    }

    private static (Value X, Value Scale, Value Shift, float Epsilon, List<Node> Nodes)? Match(Graph graph, Node sqrt)
    {
        if (sqrt.Required(0).Producer is not { Operator.Name: "Add" } add)
            return null;
        Value variance = add.Required(Pattern.Number(add.Input(0)) is null ? 0 : 1);
        if (Pattern.Number(Pattern.Other(add, variance)) is not { } epsilon)
            return null;
        if (!IsMeanOfLastAxis(variance.Producer) || variance.Producer!.Required(0).Producer is not { Operator.Name: "Pow" } square)
            return null;
        if (Pattern.Number(square.Input(1)) != 2f || square.Required(0).Producer is not { Operator.Name: "Sub" } center)
            return null;
        Value x = center.Required(0);
        if (!IsMeanOfLastAxis(center.Required(1).Producer) || center.Required(1).Producer!.Required(0) != x || center.Outputs[0].Consumers.Count != 2)
            return null;
        if (Pattern.OnlyReader(graph, sqrt.Outputs[0], "Div") is not { } quotient || quotient.Required(0) != center.Outputs[0])
            return null;
        if (Pattern.OnlyReader(graph, quotient.Outputs[0], "Mul") is not { } product || Pattern.OnlyReader(graph, product.Outputs[0], "Add") is not { } sum)
            return null;
        Value scale = Pattern.Other(product, quotient.Outputs[0]);
        Value shift = Pattern.Other(sum, product.Outputs[0]);
        long columns = x.KnownShape[-1];
        if (!IsRow(scale, columns) || !IsRow(shift, columns))
            return null;
        List<Node> nodes = [center.Required(1).Producer!, center, square, variance.Producer!, add, sqrt, quotient, product, sum];
        bool inner = nodes.Take(nodes.Count - 1).All(n => !graph.IsOutput(n.Outputs[0]) && n.Outputs[0].Consumers.All(nodes.Contains));
        return inner ? (x, scale, shift, epsilon, nodes) : null;
    }

    private static bool IsRow(Value value, long columns) =>
        value.Constant is { ElementType: ElementType.Float32 } tensor && tensor.Shape.ElementCount == columns && tensor.Shape.Rank > 0 && tensor.Shape[-1] == columns;

    private static bool IsMeanOfLastAxis(Node? node)
    {
        if (node is not { Operator.Name: "ReduceMean" } || node.Attributes.Int("keepdims", 1) == 0)
            return false;
        int rank = node.Required(0).Shape.Rank;
        return Reduction.Axes(new ShapeContext(node), rank) is [var axis] && axis == rank - 1;
    }
}
