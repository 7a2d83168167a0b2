namespace Fovea.Inference.Graphs;

/// <summary>Which layers and inputs a node reads the elements of, through values that are neither. Nodes are given in their
/// order.</summary>
internal sealed class LayerSources(Graph graph, LayerIndex layers)
{
    private readonly HashSet<Value> _inputs = [.. graph.Inputs];

    // For each value that is no layer, but made of some: of which.
    private readonly Dictionary<Value, IReadOnlyList<string>> _through = [];

    /// <summary>What the node reads, each once, in the order of its inputs.</summary>
    public IReadOnlyList<string> Read(Node node)
    {
        if (node.Operator.ReadsOnlyShapes)
            return [];
        var read = new List<string>();
        var known = new HashSet<string>();
        foreach (Value input in node.Inputs.OfType<Value>())
        {
            foreach (string name in NamesOf(input))
            {
                if (known.Add(name))
                    read.Add(name);
            }
        }

        if (read.Count > 0)
        {
            foreach (Value output in node.Outputs.Where(output => !layers.Contains(output.Name)))
                _through[output] = read;
        }

        return read;
    }

    private IReadOnlyList<string> NamesOf(Value value) =>
        value.Constant is null && (layers.Contains(value.Name) || _inputs.Contains(value))
            ? [value.Name]
            : _through.GetValueOrDefault(value, []);
}
