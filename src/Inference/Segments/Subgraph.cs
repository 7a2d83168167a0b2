using Fovea.Inference.Graphs;

namespace Fovea.Inference.Segments;

/// <summary>Extracts some nodes of a graph as a graph of their own.</summary>
internal static class Subgraph
{
    /// <summary>
    /// The subgraph of these nodes, in the graph's order. Its inputs are the computed values that the nodes read from other nodes, its
    /// outputs the values that other nodes read or that the graph outputs.
    /// </summary>
    public static Graph Extract(Graph graph, IEnumerable<Node> nodes)
    {
        var part = new Graph();
        HashSet<Node> inside = [.. nodes];
        foreach (Node node in inside)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is not null && input.Constant is null && (input.Producer is null || !inside.Contains(input.Producer))
                    && !part.Values.ContainsKey(input.Name))
                    part.Inputs.Add(CopyValue(part, input));
            }

            part.Add(new Node(
                node.Operator, node.Name, node.Attributes, [.. node.Inputs.Select(v => v is null ? null : CopyValue(part, v))],
                [.. node.Outputs.Select(v => CopyValue(part, v))], node.Opset)
            {
                Activation = node.Activation,
                ResidualInput = node.ResidualInput,
                LayoutInput = node.LayoutInput,
            });
        }

        foreach (Value output in inside.SelectMany(n => n.Outputs))
        {
            if (output.Constant is null && (graph.IsOutput(output) || output.Consumers.Exists(c => !inside.Contains(c))))
                part.Outputs.Add((output.Name, part.GetOrAddValue(output.Name)));
        }

        return part;
    }

    /// <summary>Copies a value, with all that is known of it, into the subgraph.</summary>
    public static Value CopyValue(Graph part, Value value)
    {
        Value copy = part.GetOrAddValue(value.Name);
        copy.Type = value.Type;
        copy.Shape = value.Shape;
        copy.Constant = value.Constant;
        copy.Contents = value.Contents;
        return copy;
    }
}
