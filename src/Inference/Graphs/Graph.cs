namespace Fovea.Inference.Graphs;

/// <summary>
/// The nodes of a model in topological order: every value is written before it is read. Nodes are added while the graph is built; later
/// changes go through <see cref="GraphPatch"/>.
/// </summary>
internal sealed class Graph
{
    // Names that are put together of others grow with each level; those of a file may have any length.
    private const int MostCharacters = 256;

    private readonly Dictionary<string, Value> _values = [];
    private readonly List<Node> _nodes = [];

    // For each preferred name that was taken: the last suffix given.
    private readonly Dictionary<string, int> _suffixes = [];

    // Nodes that were removed one by one and are still in the list, so that removing many takes no time for each of the others.
    private readonly HashSet<Node> _removed = [];

    /// <summary>The nodes in topological order.</summary>
    public IReadOnlyList<Node> Nodes
    {
        get
        {
            DropRemoved();
            return _nodes;
        }
    }

    /// <summary>The inputs of a run.</summary>
    public List<Value> Inputs { get; } = [];

    /// <summary>The outputs of a run: the requested name and the value that holds it, which passes may replace.</summary>
    public List<(string Name, Value Value)> Outputs { get; } = [];

    /// <summary>For each value that was fused away: the name of the value that is computed instead.</summary>
    public Dictionary<string, string> Fused { get; } = [];

    public IReadOnlyDictionary<string, Value> Values => _values;

    /// <summary>The value of that name; created if it does not exist.</summary>
    public Value GetOrAddValue(string name)
    {
        if (!_values.TryGetValue(name, out Value? value))
            _values.Add(name, value = new Value(name));
        return value;
    }

    /// <summary>A new value; a name that is taken gets a numeric suffix, and one of unusual length is cut.</summary>
    public Value AddValue(string preferredName)
    {
        if (preferredName.Length > MostCharacters)
            preferredName = preferredName[..MostCharacters];
        string name = preferredName;
        int suffix = _suffixes.GetValueOrDefault(preferredName);
        while (_values.ContainsKey(name))
            name = $"{preferredName}_{++suffix}";
        if (suffix > 0)
            _suffixes[preferredName] = suffix;
        return GetOrAddValue(name);
    }

    /// <summary>Appends a node whose inputs are written by earlier nodes.</summary>
    public void Add(Node node) => Insert(_nodes.Count, node);

    /// <summary>Inserts a node before another one.</summary>
    public void InsertBefore(Node next, Node node) => Insert(_nodes.IndexOf(next), node);

    /// <summary>Removes a node; its outputs lose their producer.</summary>
    public void Remove(Node node)
    {
        _removed.Add(node);
        foreach (Value? input in node.Inputs)
            input?.Consumers.Remove(node);
        Release(node);
    }

    /// <summary>
    /// Replaces nodes, each by several that write its outputs, where it has any use. The replaced nodes must be out of the order that
    /// <see cref="SetOrder"/> is given before the nodes are asked for.
    /// </summary>
    public static void Exchange(Node node, IReadOnlyList<Node> replacements)
    {
        foreach (Value? input in node.Inputs)
            input?.Consumers.Remove(node);
        Release(node);
        foreach (Node replacement in replacements)
            Connect(replacement);
    }

    /// <summary>Sets the nodes, in topological order; all are connected already.</summary>
    public void SetOrder(IEnumerable<Node> nodes)
    {
        _nodes.Clear();
        _removed.Clear();
        _nodes.AddRange(nodes);
    }

    /// <summary>Removes several nodes.</summary>
    public void Remove(HashSet<Node> nodes)
    {
        if (nodes.Count == 0)
            return;
        DropRemoved();
        _nodes.RemoveAll(nodes.Contains);
        foreach (Value value in nodes.SelectMany(node => node.Inputs).OfType<Value>().ToHashSet())
            value.Consumers.RemoveAll(nodes.Contains);
        foreach (Node node in nodes)
            Release(node);
    }

    /// <summary>Whether a node or an output reads the value.</summary>
    public bool IsUsed(Value value) => value.Consumers.Count > 0 || IsOutput(value);

    public bool IsOutput(Value value) => Outputs.Exists(o => o.Value == value);

    /// <summary>Whether the value is read exactly once and is not an output, so that it can be fused into its consumer.</summary>
    public bool HasOneUse(Value value) => value.Consumers.Count == 1 && !IsOutput(value);

    /// <summary>Sorts the nodes topologically, keeping the current order where possible.</summary>
    /// <exception cref="InvalidModelException">The graph has a cycle.</exception>
    public void Sort()
    {
        DropRemoved();
        var sorted = new List<Node>(_nodes.Count);
        var state = new Dictionary<Node, bool>(_nodes.Count);
        var path = new Stack<(Node Node, int Next)>();
        foreach (Node root in _nodes)
        {
            if (state.ContainsKey(root))
                continue;
            path.Push((root, 0));
            state[root] = false;
            while (path.Count > 0)
            {
                (Node node, int next) = path.Pop();
                if (next == node.Inputs.Length)
                {
                    state[node] = true;
                    sorted.Add(node);
                    continue;
                }

                path.Push((node, next + 1));
                if (node.Inputs[next]?.Producer is not { } producer)
                    continue;
                if (!state.TryGetValue(producer, out bool finished))
                {
                    state[producer] = false;
                    path.Push((producer, 0));
                }
                else if (!finished)
                {
                    throw producer.Invalid("its inputs depend on its own output: the graph has a cycle");
                }
            }
        }

        _nodes.Clear();
        _nodes.AddRange(sorted);
    }

    /// <summary>Removes nodes whose outputs are not used, directly or indirectly, by an output. The nodes must be sorted.</summary>
    public void RemoveDead()
    {
        DropRemoved();
        HashSet<Value> wanted = [.. Outputs.Select(o => o.Value)];
        var dead = new HashSet<Node>();
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            if (Array.TrueForAll(_nodes[i].Outputs, o => !wanted.Contains(o) && o.Consumers.TrueForAll(dead.Contains)))
                dead.Add(_nodes[i]);
        }

        Remove(dead);
    }

    /// <summary>A deep copy of nodes and values; constants are shared.</summary>
    public Graph Clone()
    {
        var copy = new Graph();
        foreach (Value value in _values.Values)
        {
            Value valueCopy = copy.GetOrAddValue(value.Name);
            valueCopy.Type = value.Type;
            valueCopy.Shape = value.Shape;
            valueCopy.Constant = value.Constant;
            valueCopy.Contents = value.Contents;
        }

        foreach (Node node in Nodes)
        {
            copy.Add(new Node(
                node.Operator,
                node.Name,
                node.Attributes,
                [.. node.Inputs.Select(v => v is null ? null : copy._values[v.Name])],
                [.. node.Outputs.Select(v => copy._values[v.Name])],
                node.Opset)
            {
                Activation = node.Activation,
                ResidualInput = node.ResidualInput,
                LayoutInput = node.LayoutInput,
            });
        }

        copy.Inputs.AddRange(Inputs.Select(v => copy._values[v.Name]));
        copy.Outputs.AddRange(Outputs.Select(o => (o.Name, copy._values[o.Value.Name])));
        return copy;
    }

    private static void Release(Node node)
    {
        foreach (Value output in node.Outputs)
        {
            if (output.Producer == node)
                output.Producer = null;
        }
    }

    private void DropRemoved()
    {
        if (_removed.Count == 0)
            return;
        _nodes.RemoveAll(_removed.Contains);
        _removed.Clear();
    }

    private void Insert(int index, Node node)
    {
        _nodes.Insert(index, node);
        Connect(node);
    }

    private static void Connect(Node node)
    {
        foreach (Value? input in node.Inputs)
            input?.Consumers.Add(node);
        foreach (Value output in node.Outputs)
            output.Producer = node;
    }
}
