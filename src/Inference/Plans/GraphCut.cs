using Fovea.Inference.Graphs;
using Fovea.Inference.Segments;

namespace Fovea.Inference.Plans;

/// <summary>
/// A graph cut in two: the part that can be computed before the elements that decide further shapes are known, and the rest.
/// </summary>
/// <param name="First">Has the inputs of the original graph, in their order; its outputs are the values that the rest reads and the
/// requested ones.</param>
/// <param name="Between">The nodes that the run computes between the two, since the shapes of their results depend on all of the data
/// (<see cref="Operator.ShapesDependOnData"/>). They read values of the first part, inputs of the original graph and constants.</param>
/// <param name="Rest">Its inputs are values of the first part, results of the nodes between, and inputs of the original graph; shapes after
/// the cut are not known yet.</param>
/// <param name="ShapeInputs">The inputs of the rest whose elements decide shapes: once they are known, the rest can be compiled, or cut
/// again.</param>
internal sealed record GraphCut(Graph First, IReadOnlyList<Node> Between, Graph Rest, IReadOnlySet<string> ShapeInputs)
{
    /// <summary>The cut before a body: all of it is the rest, compiled for the shapes that it is given.</summary>
    public static GraphCut Before(GraphBody body) => new(new Graph(), [], body.Graph, new HashSet<string>());

    /// <summary>Cuts a graph; null if every shape is known.</summary>
    /// <param name="graph">A pruned graph with known input shapes, after shape inference.</param>
    /// <exception cref="UnsupportedModelException">A shape is unknown, and no computed elements would make it known.</exception>
    public static GraphCut? Find(Graph graph)
    {
        if (!graph.Nodes.Any(IsDeferred))
            return null;
        var first = new List<Node>();
        var between = new List<Node>();
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

            deferred.UnionWith(node.Outputs);
            string[] needed = [.. Needed(node).Where(value => !deferred.Contains(value)).Select(value => value.Name)];
            if (!dependsOnDeferred && needed.Length == 0 && node.Operator.ShapesDependOnData)
            {
                between.Add(node);
                continue;
            }

            if (!dependsOnDeferred && needed.Length == 0 && !node.Operator.GivesNoTensor)
                throw node.UnknownShape();
            deciding.UnionWith(needed);
            rest.Add(node);
        }

        // What is left cannot become known by any cut.
        if (between.Count == 0 && deciding.Count == 0)
            throw rest[0].UnknownShape();
        IReadOnlyList<Node> computed = Subgraph.Extract(graph, between).Nodes;
        HashSet<string> found = [.. computed.SelectMany(node => node.Outputs).Select(output => output.Name)];
        foreach (Node node in computed)
            Bind(node);
        Graph remainder = Subgraph.Extract(graph, rest);
        remainder.Outputs.Clear();
        foreach ((string name, Value value) in graph.Outputs)
        {
            if (value.Constant is not null || (deferred.Contains(value) && !found.Contains(value.Name)))
                remainder.Outputs.Add((name, Subgraph.CopyValue(remainder, value)));
        }

        Graph firstPart = Subgraph.Extract(graph, first);
        firstPart.Inputs.Clear();
        firstPart.Inputs.AddRange(graph.Inputs.Select(input => Subgraph.CopyValue(firstPart, input)));
        return new GraphCut(firstPart, computed, remainder, deciding);
    }

    private static bool IsDeferred(Node node) =>
        !Array.TrueForAll(node.Outputs, o => o.Constant is not null)
        && (node.Operator.ShapesDependOnData || node.Operator.GivesNoTensor
            || Array.Exists(node.Outputs, o => !o.Shape.IsKnown) || Needed(node).Any());

    private static void Bind(Node node)
    {
        foreach ((string name, object value) in node.Attributes.Values.ToArray())
        {
            if (value is GraphBody body)
                node.Attributes = node.Attributes.With(name, body.Bind(node));
        }
    }

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
