namespace Fovea.Inference.Graphs;

/// <summary>The layers of a model and their names: every node output that depends on the data of an input, not only on its shape.</summary>
internal sealed class LayerIndex
{
    private readonly HashSet<string> _layers = [];
    private readonly Dictionary<string, string?> _nodes = [];

    /// <param name="graph">The graph.</param>
    /// <param name="hidden">Values that are none of the model's; null if there are none.</param>
    public LayerIndex(Graph graph, IReadOnlySet<Value>? hidden = null)
    {
        HashSet<Value> dependent = [.. graph.Inputs];
        var names = new List<string>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Operator.ReadsOnlyShapes || !node.Inputs.Any(i => i is not null && dependent.Contains(i)))
                continue;
            foreach (Value output in node.Outputs)
            {
                dependent.Add(output);
                if (hidden?.Contains(output) != true && !output.Name.Contains('\u0001', StringComparison.Ordinal)
                    && (output.Consumers.Count > 0 || graph.IsOutput(output)) && _layers.Add(output.Name))
                    names.Add(output.Name);
            }

            // A node name is an alias of the node's first output; a name shared by two nodes is an alias of neither.
            if (node.Name is not null && _layers.Contains(node.Outputs[0].Name) && !_nodes.TryAdd(node.Name, node.Outputs[0].Name))
                _nodes[node.Name] = null;
        }

        Names = names;
    }

    /// <summary>Layer names in execution order.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool Contains(string name) => _layers.Contains(name);

    public string? Find(string name) => _layers.Contains(name) ? name : _nodes.GetValueOrDefault(name);
}
