using Fovea.Inference.Graphs;

namespace Fovea.Inference.Plans;

/// <summary>
/// The graph of an observed plan: the optimised one, which computes what a prediction computes. Where an activation or a residual sum
/// is fused into a node, it becomes a node of its own again: both compute the same bits. Other nodes of the graph as written
/// whose values the passes have fused away stand beside it: they read what the optimised graph computes, and nothing of it reads them.
/// </summary>
internal sealed class ObservedGraph
{
    private readonly Graph _written;
    private readonly Graph _graph;
    private readonly Dictionary<Value, Value> _values = [];
    private readonly Dictionary<Value, int> _positions = [];
    private readonly Dictionary<Value, string> _names = [];

    private ObservedGraph(Graph written, Graph optimized)
    {
        _written = written;
        _graph = optimized;
    }

    /// <param name="written">The graph with known shapes, not optimised.</param>
    /// <param name="optimized">The same graph, or a part of it, optimised; it is changed.</param>
    /// <returns>The graph with the values of all layers, and the name of each value that stands for a value as written.</returns>
    public static (Graph Graph, IReadOnlyDictionary<Value, string> Names) Of(Graph written, Graph optimized)
    {
        var observed = new ObservedGraph(written, optimized);
        observed.Divide();
        observed.AddFused();
        observed.Sort();
        return (optimized, observed._names);
    }

    private void Divide()
    {
        foreach (Node node in _graph.Nodes.ToArray())
        {
            DivideActivation(node);
            DivideResidual(node);
        }
    }

    private void DivideActivation(Node node)
    {
        if (node.Activation is { } function && Written(node) is { } reader && reader.Operator.Function(reader) == function)
            Divide(node, reader, reader.Required(0), []);
    }

    // A sum in floating point does not depend on the order of its two terms, and a fused one is taken after the bias.
    private void DivideResidual(Node node)
    {
        if (node is not { Activation: null, ResidualInput: >= 0 } || Written(node) is not { } sum || !sum.Operator.IsSum(sum))
            return;
        Value shortcut = node.Required(node.ResidualInput);
        int at = Array.FindIndex(sum.Inputs, input => input is not null && Kept(input) == shortcut);
        if (at >= 0)
            Divide(node, sum, sum.Required(1 - at), [(sum.Required(at), shortcut)]);
    }

    // The node that writes the result as written.
    private Node? Written(Node node) =>
        node.Outputs is [{ Type: ElementType.Float32 } result] && _written.Values.TryGetValue(result.Name, out Value? value)
            && value.Producer is { Outputs.Length: 1 } producer
            ? producer
            : null;

    // The node writes what the reader reads, and the reader, as a node again, writes the result.
    private void Divide(Node node, Node reader, Value between, ReadOnlySpan<(Value Written, Value Value)> known)
    {
        if (between.Constant is not null || Kept(between) is not null)
            return;
        Value own = Added(between);
        var inputs = new Value?[reader.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            if (reader.Inputs[i] is not { } input)
                continue;
            inputs[i] = input == between ? own : input.Constant is not null ? Constant(input) : null;
            foreach ((Value written, Value value) in known)
                inputs[i] = input == written ? value : inputs[i];
            if (inputs[i] is null)
                return;
        }

        GraphPatch.Divide(node, own);
        Value result = _graph.Values[reader.Outputs[0].Name];
        // The order in memory of the fused node's result, on which that of later sums depends.
        _graph.Add(new Node(reader.Operator, reader.Name, reader.Attributes, inputs, [result], reader.Opset)
        {
            LayoutInput = Array.IndexOf(inputs, own),
        });
    }

    private void AddFused()
    {
        int position = 0;
        foreach (Node node in _written.Nodes)
        {
            if (!Array.TrueForAll(node.Outputs, output => Kept(output) is not null))
                AddNode(node);
            foreach (Value output in node.Outputs)
            {
                Value value = Kept(output) ?? _values[output];
                _values[output] = value;
                _positions.TryAdd(value, position++);
                _names.TryAdd(value, output.Name);
            }
        }
    }

    // The value of the optimised graph that is this value as written.
    private Value? Kept(Value written)
    {
        if (written.Constant is not null)
            return Constant(written);
        if (!_graph.Values.TryGetValue(written.Name, out Value? value) || value.Constant is not null
            || value.Type != written.Type || !value.Shape.IsKnown || !value.KnownShape.Equals(written.KnownShape))
            return null;
        return value.Producer is not null || _graph.Inputs.Contains(value) ? value : null;
    }

    private Value Constant(Value written)
    {
        if (_values.TryGetValue(written, out Value? known))
            return known;
        if (!_graph.Values.TryGetValue(written.Name, out Value? value) || value.Constant != written.Constant)
        {
            value = _graph.AddValue(written.Name);
            value.SetConstant(written.Constant!);
            value.Contents = written.Contents;
        }

        return _values[written] = value;
    }

    private void AddNode(Node node)
    {
        Value?[] inputs = [.. node.Inputs.Select(input => input is null ? null : Kept(input) ?? _values[input])];
        var outputs = new Value[node.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            Value written = node.Outputs[i];
            outputs[i] = Added(written);
            if (written.Constant is { } constant)
                outputs[i].SetConstant(constant);
            else if (Kept(written) is null)
                _values[written] = outputs[i];
        }

        _graph.Add(new Node(node.Operator, node.Name, node.Attributes, inputs, outputs, node.Opset)
        {
            Activation = node.Activation,
            ResidualInput = node.ResidualInput,
            LayoutInput = node.LayoutInput,
        });
    }

    // A value of the graph that stands for one as written, and that no node writes yet.
    private Value Added(Value written)
    {
        Value added = _graph.Values.TryGetValue(written.Name, out Value? stale) && stale is { Producer: null, Constant: null }
            && !_graph.Inputs.Contains(stale)
            ? stale
            : _graph.AddValue(written.Name);
        (added.Type, added.Shape, added.Contents) = (written.Type, written.Shape, written.Contents);
        return added;
    }

    // Orders the nodes as they are written, as far as what they read allows; what the passes have added goes before its first reader.
    private void Sort()
    {
        IReadOnlyList<Node> nodes = _graph.Nodes;
        var keys = new Dictionary<Node, int>(nodes.Count);
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            int own = nodes[i].Outputs.Min(output => _positions.GetValueOrDefault(output, int.MaxValue));
            keys[nodes[i]] = own < int.MaxValue
                ? own
                : nodes[i].Outputs.SelectMany(output => output.Consumers).Select(reader => keys[reader]).DefaultIfEmpty(own).Min();
        }

        var unread = new Dictionary<Node, int>(nodes.Count);
        var ready = new PriorityQueue<Node, (int, int)>();
        for (int i = 0; i < nodes.Count; i++)
        {
            unread[nodes[i]] = nodes[i].Inputs.Count(input => input?.Producer is not null);
            if (unread[nodes[i]] == 0)
                ready.Enqueue(nodes[i], (keys[nodes[i]], i));
        }

        var sorted = new List<Node>(nodes.Count);
        while (ready.TryDequeue(out Node? node, out _))
        {
            sorted.Add(node);
            foreach (Node reader in node.Outputs.SelectMany(output => output.Consumers))
            {
                if (--unread[reader] == 0)
                    ready.Enqueue(reader, (keys[reader], sorted.Count));
            }
        }

        _graph.SetOrder(sorted);
    }
}
