namespace Fovea.Inference.Graphs;

/// <summary>
/// In which range the elements of each value lie, whatever the data of the inputs: interval arithmetic along the graph, each operator by
/// its own rule.
/// </summary>
internal sealed class ValueRanges
{
    private readonly Dictionary<Value, Interval> _ranges = [];
    private readonly Dictionary<Value, RelativeBound> _bounds = [];
    private readonly Dictionary<Value, Value> _roots = [];

    /// <param name="graph">The graph, sorted, with inferred types.</param>
    public ValueRanges(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            var context = new RangeContext(node, this);
            Interval range = Within(node.Operator.Range(context), node.Outputs[0].Type);
            // Outputs of another type, such as masks and indexes, have their type's range.
            foreach (Value output in node.Outputs.Where(output => output.Elements is null))
                _ranges[output] = output.Type == node.Outputs[0].Type ? range : Interval.Of(output.Type);
            if (node.HasKnownShapes && node.Operator.IsIdentity(node))
                _roots[node.Outputs[0]] = Root(node.Required(0));
            if (node.Operator.Bound(context) is { } bound)
                _bounds[node.Outputs[0]] = bound;
        }
    }

    /// <summary>The range of a value; that of its type where nothing else is known.</summary>
    public Interval Of(Value value)
    {
        if (_ranges.TryGetValue(value, out Interval range))
            return range;
        return _ranges[value] = value.Elements is { } elements ? Interval.Of(elements) : Interval.Of(value.Type);
    }

    /// <summary>What a value is at least a multiple of; null where nothing is known.</summary>
    public RelativeBound? BoundOf(Value value) => _bounds.GetValueOrDefault(value);

    /// <summary>The first value with the same elements under the same shape: what identities pass on.</summary>
    public Value Root(Value value) => _roots.GetValueOrDefault(value, value);

    /// <summary>
    /// The operators from which a value has its bounds: from the last one with an unbounded operand to the one that computes the value.
    /// </summary>
    public IReadOnlyList<string> Origin(Value value)
    {
        List<string> operators = [];
        for (Node? node = value.Producer; node is not null;)
        {
            operators.Add(node.Operator.Name);
            Value? below = Array.Find(node.Inputs, input => input is { Constant: null });
            node = below is not null && Of(below).IsBounded ? below.Producer : null;
        }

        operators.Reverse();
        return operators;
    }

    // Integers wrap around.
    private static Interval Within(Interval range, ElementType? type)
    {
        Interval possible = Interval.Of(type);
        return range.Min >= possible.Min && range.Max <= possible.Max ? range : possible;
    }
}
