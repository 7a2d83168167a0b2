using Fovea.Inference.Graphs;

namespace Fovea.Inference.Gradients;

/// <summary>
/// Adds to a graph the nodes that compute the gradients of some values with respect to others, in reverse mode (vector-Jacobian products):
/// each operator's rule (<see cref="IDifferentiable"/>) is applied to the nodes from the last to the first, and what comes back to a value
/// along several ways is added up.
/// </summary>
/// <remarks>Griewank, Walther: Evaluating Derivatives (2nd edition, 2008), section 3.2.</remarks>
internal sealed class GradientGraph
{
    private readonly HashSet<Value> _wanted = [];
    private readonly Dictionary<Value, Value> _gradients = [];

    // The value that another one is computed again for.
    private readonly Dictionary<Value, Value> _originals = [];
    private readonly Action<Node> _infer;

    private GradientGraph(Graph graph, GradientOperators operators, GradientRule rule, Action<Node> infer)
    {
        Graph = graph;
        Operators = operators;
        Rule = rule;
        _infer = infer;
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>The operators of which nodes are added.</summary>
    public GradientOperators Operators { get; }

    /// <summary>What operators let back.</summary>
    public GradientRule Rule { get; }

    /// <summary>Adds the nodes.</summary>
    /// <param name="graph">The graph with known shapes, sorted, not optimised.</param>
    /// <param name="seeds">Values that are differentiated, each with what its elements count: a value of its shape.</param>
    /// <param name="wanted">The values whose gradients are asked for: of the sum of all seeds times their values.</param>
    /// <param name="operators">The operators of which nodes are added.</param>
    /// <param name="rule">What operators let back.</param>
    /// <param name="infer">Infers the type and shape of an added node's output.</param>
    /// <param name="segments">
    /// 1: what the way back needs is kept. More: the way forwards is cut into so many segments, and what the way back needs of a segment is
    /// computed again, but for that of the last one and for what later segments need.
    /// </param>
    /// <returns>The gradients in the order of <paramref name="wanted"/>; null for what nothing depends on.</returns>
    /// <exception cref="UnsupportedModelException">An operator on the way has no gradient.</exception>
    public static IReadOnlyList<Value?> Add(
        Graph graph, IReadOnlyList<(Value Of, Value Seed)> seeds, IReadOnlyList<Value> wanted, GradientOperators operators,
        GradientRule rule, Action<Node> infer, int segments = 1)
    {
        Node[] forward = [.. graph.Nodes];
        var gradients = new GradientGraph(graph, operators, rule, infer);
        gradients.Mark(forward, wanted, Leading([.. seeds.Select(seed => seed.Of)]));
        foreach ((Value of, Value seed) in seeds)
            gradients.Add(of, seed);
        IReadOnlyList<Node[]> parts = ForwardSegments.Of(forward, segments);
        for (int i = parts.Count - 1; i >= 0; i--)
        {
            foreach (Node node in (i == parts.Count - 1 ? parts[i] : gradients.Again(parts[i])).Reverse())
                gradients.Visit(node);
        }

        return [.. wanted.Select(gradients.Of)];
    }

    /// <summary>Whether the gradient of a value is asked for, or that of something it is computed of.</summary>
    public bool Wants(Value value) => _wanted.Contains(Original(value));

    /// <summary>The gradient of a value so far; null if there is none.</summary>
    public Value? Of(Value value) => _gradients.GetValueOrDefault(Original(value));

    /// <summary>Adds to the gradient of a value.</summary>
    public void Add(Value value, Value gradient)
    {
        value = Original(value);
        if (!_gradients.TryGetValue(value, out Value? other))
        {
            _gradients.Add(value, gradient);
            return;
        }

        Value sum = Graph.AddValue($"{value.Name}/gradient");
        Append(new Node(Operators.Add, null, NodeAttributes.None, [other, gradient], [sum], 17));
        _gradients[value] = sum;
    }

    /// <summary>Adds a node behind all others.</summary>
    public void Append(Node node)
    {
        Graph.Add(node);
        _infer(node);
    }

    // What is computed of a wanted value, in real numbers, is wanted on the way to it.
    private void Mark(Node[] forward, IReadOnlyList<Value> wanted, HashSet<Node> leading)
    {
        _wanted.UnionWith(wanted);
        foreach (Node node in forward)
        {
            // Integers that stand for real numbers would end the way back without a word.
            if (leading.Contains(node) && node.Operator.Quantizes(node) is not null
                && node.Inputs.Any(input => input is not null && Wants(input)))
                throw node.Unsupported($"{node.Operator.Name} has no gradient: it rounds real numbers to integers");
            if (!node.Operator.ReadsOnlyShapes && node.Inputs.Any(input => input is { Constant: null } && Wants(input)))
                _wanted.UnionWith(node.Outputs.Where(output => output is { Type: ElementType.Float32, Constant: null }));
        }
    }

    // The nodes that values are computed by.
    private static HashSet<Node> Leading(Value[] values)
    {
        var nodes = new HashSet<Node>();
        var open = new Stack<Value>(values);
        while (open.TryPop(out Value? value))
        {
            if (value.Producer is not { } node || !nodes.Add(node))
                continue;
            foreach (Value input in node.Inputs.OfType<Value>())
                open.Push(input);
        }

        return nodes;
    }

    private Value Original(Value value) => _originals.GetValueOrDefault(value, value);

    // The nodes of a segment once more. What nothing needs of them is removed with other dead nodes.
    private Node[] Again(Node[] segment)
    {
        HashSet<Node> inside = [.. segment];
        var again = new Dictionary<Value, Value>();
        var nodes = new List<Node>();
        foreach (Node node in segment)
        {
            var outputs = new Value[node.Outputs.Length];
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i] = Graph.AddValue($"{node.Outputs[i].Name}/again");
                _originals.Add(outputs[i], node.Outputs[i]);
                // What is constant, and what later segments need, is there already.
                if (node.Outputs[i].Constant is null && node.Outputs[i].Consumers.TrueForAll(inside.Contains))
                    again.Add(node.Outputs[i], outputs[i]);
            }

            Value?[] inputs = [.. node.Inputs.Select(input => input is null ? null : again.GetValueOrDefault(input, input))];
            nodes.Add(new Node(node.Operator, node.Name, node.Attributes, inputs, outputs, node.Opset));
            Append(nodes[^1]);
            inside.Add(nodes[^1]);
        }

        return [.. nodes];
    }

    private void Visit(Node node)
    {
        if (!node.Outputs.Any(output => Of(output) is not null) || !node.Inputs.Any(input => input is not null && Wants(input)))
            return;
        if (node.Operator is not IDifferentiable rule)
            throw node.Unsupported($"{node.Operator.Name} has no gradient");
        rule.Differentiate(new GradientContext(this, node));
    }
}
