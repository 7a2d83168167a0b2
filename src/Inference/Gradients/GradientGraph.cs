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
    /// <returns>The gradients in the order of <paramref name="wanted"/>; null for what nothing depends on.</returns>
    /// <exception cref="UnsupportedModelException">An operator on the way has no gradient.</exception>
    public static IReadOnlyList<Value?> Add(
        Graph graph, IReadOnlyList<(Value Of, Value Seed)> seeds, IReadOnlyList<Value> wanted, GradientOperators operators,
        GradientRule rule, Action<Node> infer)
    {
        Node[] forward = [.. graph.Nodes];
        var gradients = new GradientGraph(graph, operators, rule, infer);
        gradients.Mark(forward, wanted);
        foreach ((Value of, Value seed) in seeds)
            gradients.Add(of, seed);
        foreach (Node node in forward.Reverse())
            gradients.Visit(node);
        return [.. wanted.Select(gradients.Of)];
    }

    /// <summary>Whether the gradient of a value is asked for, or that of something it is computed of.</summary>
    public bool Wants(Value value) => _wanted.Contains(value);

    /// <summary>The gradient of a value so far; null if there is none.</summary>
    public Value? Of(Value value) => _gradients.GetValueOrDefault(value);

    /// <summary>Adds to the gradient of a value.</summary>
    public void Add(Value value, Value gradient)
    {
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
    private void Mark(Node[] forward, IReadOnlyList<Value> wanted)
    {
        _wanted.UnionWith(wanted);
        foreach (Node node in forward)
        {
            if (!node.Operator.ReadsOnlyShapes && node.Inputs.Any(input => input is { Constant: null } && Wants(input)))
                _wanted.UnionWith(node.Outputs.Where(output => output is { Type: ElementType.Float32, Constant: null }));
        }
    }

    private void Visit(Node node)
    {
        if (!node.Outputs.Any(_gradients.ContainsKey) || !node.Inputs.Any(input => input is not null && Wants(input)))
            return;
        if (node.Operator is not IDifferentiable rule)
            throw node.Unsupported($"{node.Operator.Name} has no gradient");
        rule.Differentiate(new GradientContext(this, node));
    }
}
