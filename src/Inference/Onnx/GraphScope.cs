using Fovea.Inference.Graphs;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// The names of a graph, of a subgraph or of one call of a function, and the values that they stand for. The values of a function belong to
/// the graph that calls it. What a subgraph does not define itself is captured from the scope around it.
/// </summary>
internal sealed class GraphScope
{
    private readonly Dictionary<string, Value?> _names = [];
    private readonly HashSet<string>? _own;
    private readonly GraphScope? _around;
    private readonly string _prefix;
    private readonly List<(Value Inner, Value Outer)> _captured = [];

    // The inputs of the graph, which a function has of the graph that calls it.
    private readonly HashSet<Value> _inputs;

    private GraphScope(Graph graph, HashSet<Value> inputs, OperatorSets sets, GraphScope? around, HashSet<string>? own, string prefix)
    {
        Graph = graph;
        _inputs = inputs;
        Sets = sets;
        _around = around;
        _own = own;
        _prefix = prefix;
    }

    /// <summary>The graph that has the values.</summary>
    public Graph Graph { get; }

    /// <summary>The operator sets that the nodes are written in.</summary>
    public OperatorSets Sets { get; }

    /// <summary>What the call of the function gives for its attributes, and their defaults; empty outside of functions.</summary>
    public IReadOnlyDictionary<string, object> Attributes { get; private init; } = new Dictionary<string, object>();

    /// <summary>The functions that are being inlined, the outermost first.</summary>
    public IReadOnlyList<FunctionProto> Calls { get; private init; } = [];

    /// <summary>What a subgraph reads of the graphs around it, in the order in which it was found.</summary>
    public IReadOnlyList<(Value Inner, Value Outer)> Captured => _captured;

    /// <summary>The scope of a model's graph: names of values are the names in the file.</summary>
    public static GraphScope Of(GraphProto proto, OperatorSets sets)
    {
        var scope = new GraphScope(new Graph(), [], sets, null, null, string.Empty);
        // Names of inlined functions must not be those of the graph.
        foreach (string name in proto.Node.SelectMany(node => node.Output.Concat(node.Input)).Where(name => name.Length > 0))
            scope.Graph.GetOrAddValue(name);
        return scope;
    }

    /// <summary>The scope of a subgraph in this scope.</summary>
    public GraphScope Inside(GraphProto proto)
    {
        HashSet<string> own = [.. proto.Initializer.Select(tensor => tensor.Name), .. proto.Input.Select(input => input.Name),
            .. proto.Node.SelectMany(node => node.Output)];
        return new GraphScope(new Graph(), [], Sets, this, own, string.Empty) { Attributes = Attributes, Calls = Calls };
    }

    /// <summary>The scope of a call of a function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="sets">Its operator sets.</param>
    /// <param name="name">A name for the call.</param>
    /// <param name="attributes">Its attributes.</param>
    public GraphScope Call(FunctionProto function, OperatorSets sets, string name, IReadOnlyDictionary<string, object> attributes) =>
        new(Graph, _inputs, sets, null, null, $"{name}/") { Attributes = attributes, Calls = [.. Calls, function] };

    /// <summary>Makes a name of a function stand for a value of the call; null for an input that is omitted.</summary>
    /// <returns>False if the name stands for one already.</returns>
    public bool Bind(string name, Value? value) => _names.TryAdd(name, value);

    /// <summary>The value of a name that a node reads; null where it is an input of a function that the call omits.</summary>
    public Value? Read(string name)
    {
        if (_own is null || _own.Contains(name))
            return Own(name);
        if (_names.TryGetValue(name, out Value? known))
            return known;
        Value? outer = _around!.Read(name);
        Value? inner = null;
        if (outer is not null)
        {
            inner = Graph.AddValue(name);
            (inner.Type, inner.Shape) = (outer.Type, outer.Shape);
            _captured.Add((inner, outer));
        }

        _names.Add(name, inner);
        return inner;
    }

    /// <summary>The value of a name that the graph or function defines itself.</summary>
    public Value? Own(string name)
    {
        if (_prefix.Length == 0 && _own is null)
            return Graph.GetOrAddValue(name);
        if (!_names.TryGetValue(name, out Value? value))
            _names.Add(name, value = Graph.AddValue(_prefix + name));
        return value;
    }

    /// <summary>The value that a node writes.</summary>
    /// <exception cref="InvalidModelException">The name is an input of the function.</exception>
    public Value Written(string name) => Own(name)
        ?? throw new InvalidModelException($"writes '{name}', which is an input of the function.");

    /// <summary>Makes a value an input of the graph.</summary>
    /// <returns>False if it is one already.</returns>
    public bool AddInput(Value value)
    {
        if (!_inputs.Add(value))
            return false;
        Graph.Inputs.Add(value);
        return true;
    }

    /// <summary>Whether a value is an input of the graph, a constant or the output of a node.</summary>
    public bool IsWritten(Value value) => value.Producer is not null || value.Constant is not null || _inputs.Contains(value);

    /// <summary>Checks that what nodes read is written.</summary>
    /// <exception cref="InvalidModelException">A value is read that nothing defines.</exception>
    public void CheckWritten()
    {
        foreach (Node node in Graph.Nodes)
        {
            if (Array.Find(node.Inputs, input => input is not null && !IsWritten(input)) is { } missing)
                throw node.Invalid($"reads '{missing.Name}', which no node, input or initialiser defines");
        }
    }

    /// <summary>Adds an initialiser.</summary>
    /// <exception cref="InvalidModelException">It is given twice.</exception>
    public void AddConstant(string name, ConstantData constant)
    {
        Value value = Written(name);
        if (value.Constant is not null)
            throw new InvalidModelException($"The initialiser '{name}' is given twice.");
        value.SetConstant(constant);
    }
}
