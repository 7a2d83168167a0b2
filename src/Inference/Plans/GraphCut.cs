using Fovea.Inference.Graphs;
using Fovea.Inference.Operators;
using Fovea.Inference.Segments;

namespace Fovea.Inference.Plans;

/// <summary>A graph in two: what can be computed before the elements that decide further shapes are known, and the rest.</summary>
/// <param name="First">Takes the inputs of the whole, in their order; gives every value that the rest reads, and those that were asked
/// for.</param>
/// <param name="Rest">Its inputs are computed values of the first part and inputs of the whole; shapes behind the cut are not known
/// yet.</param>
/// <param name="Deciding">The inputs of the rest whose elements decide shapes: with them known, the rest can be compiled, or cut
/// again.</param>
internal sealed record GraphCut(Graph First, Graph Rest, IReadOnlySet<string> Deciding)
{
    /// <summary>Cuts a graph; null where every shape is known.</summary>
    /// <param name="graph">With the shapes of its inputs, inferred and pruned.</param>
    /// <exception cref="UnsupportedModelException">A shape is not known, and no elements that the graph computes would make it
    /// known.</exception>
    public static GraphCut? Find(Graph graph)
    {
        if (!graph.Nodes.Any(IsOpen))
            return null;
        var first = new List<Node>();
        var rest = new List<Node>();
        HashSet<Value> late = [];
        HashSet<string> deciding = [];
        foreach (Node node in graph.Nodes)
        {
            bool waits = node.Inputs.Any(input => input is not null && late.Contains(input));
            if (!waits && !IsOpen(node))
            {
                first.Add(node);
                continue;
            }

            string[] needed = [.. Needed(node).Where(value => !late.Contains(value)).Select(value => value.Name)];
            if (!waits && needed.Length == 0)
                throw node.UnknownShape();
            deciding.UnionWith(needed);
            late.UnionWith(node.Outputs);
            rest.Add(node);
        }

        Graph remainder = GraphPart.Of(graph, rest);
        remainder.Outputs.Clear();
        foreach ((string name, Value value) in graph.Outputs)
        {
            if (late.Contains(value) || value.Constant is not null)
                remainder.Outputs.Add((name, GraphPart.Twin(remainder, value)));
        }

        Graph beginning = GraphPart.Of(graph, first);
        beginning.Inputs.Clear();
        beginning.Inputs.AddRange(graph.Inputs.Select(input => GraphPart.Twin(beginning, input)));
        return new GraphCut(beginning, remainder, deciding);
    }

    private static bool IsOpen(Node node) =>
        !Array.TrueForAll(node.Outputs, o => o.Constant is not null) && (Array.Exists(node.Outputs, o => !o.Shape.IsKnown) || Needed(node).Any());

    /// <summary>The computed inputs whose elements the node needs.</summary>
    private static IEnumerable<Value> Needed(Node node)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            if (node.Inputs[i] is { Constant: null } input && node.Operator.NeedsElements(i))
                yield return input;
        }
    }
}
