using Fovea.Inference.Graphs;
using Fovea.Inference.Segments;

namespace Fovea.Inference.Plans;

/// <summary>
/// A graph cut in two: the part that can be computed before the elements that decide further shapes are known, and the rest.
/// </summary>
/// <param name="First">Has the inputs of the original graph, in their order; its outputs are the values that the rest reads and the
/// requested ones.</param>
/// <param name="Rest">Its inputs are values of the first part and inputs of the original graph; shapes after the cut are not known
/// yet.</param>
/// <param name="ShapeInputs">The inputs of the rest whose elements decide shapes: once they are known, the rest can be compiled, or cut
/// again.</param>
internal sealed record GraphCut(Graph First, Graph Rest, IReadOnlySet<string> ShapeInputs)
{
    /// <summary>Cuts a graph; null if every shape is known.</summary>
    /// <param name="graph">A pruned graph with known input shapes, after shape inference.</param>
    /// <exception cref="UnsupportedModelException">A shape is unknown, and no computed elements would make it known.</exception>
    public static GraphCut? Find(Graph graph)
    {
        if (!graph.Nodes.Any(IsDeferred))
            return null;
        var first = new List<Node>();
        var rest = new List<Node>();
        HashSet<Value> deferred = [];
        HashSet<string> deciding = [];
        foreach (Node node in graph.Nodes)
        {
            bool dependsOnDeferred = node.Inputs.Any(input => input is not null && deferred.Contains(input));
            if (!dependsOnDeferred && !IsDeferred(node))
            {
                first.Add(node);
                continue;
            }

            string[] needed = [.. Needed(node).Where(value => !deferred.Contains(value)).Select(value => value.Name)];
            if (!dependsOnDeferred && needed.Length == 0)
                throw node.UnknownShape();
            deciding.UnionWith(needed);
            deferred.UnionWith(node.Outputs);
            rest.Add(node);
        }

        Graph remainder = Subgraph.Extract(graph, rest);
        remainder.Outputs.Clear();
        foreach ((string name, Value value) in graph.Outputs)
        {
            if (deferred.Contains(value) || value.Constant is not null)
                remainder.Outputs.Add((name, Subgraph.CopyValue(remainder, value)));
        }

        Graph firstPart = Subgraph.Extract(graph, first);
        firstPart.Inputs.Clear();
        firstPart.Inputs.AddRange(graph.Inputs.Select(input => Subgraph.CopyValue(firstPart, input)));
        return new GraphCut(firstPart, remainder, deciding);
    }

    private static bool IsDeferred(Node node) =>
        !Array.TrueForAll(node.Outputs, o => o.Constant is not null)
        && (Array.Exists(node.Outputs, o => !o.Shape.IsKnown) || Needed(node).Any());

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
