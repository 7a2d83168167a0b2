using Fovea.Inference.Graphs;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Operators;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>Adds the nodes of graphs, subgraphs and functions; functions are inlined.</summary>
/// <param name="files">What is read of the files.</param>
/// <param name="functions">The functions of the model.</param>
/// <param name="find">Finds an operator by its qualified name.</param>
/// <param name="budget">What is created is taken from it first.</param>
internal sealed class NodeImporter(
    ImportedFiles files, ModelFunctions functions, Func<string, Operator?> find, LoadBudget budget)
{
    // How deep functions may call each other.
    private const int MostCalls = 32;

    // How deep subgraphs may be nested.
    private const int MostNested = 16;

    // Gives a value another name.
    private static readonly Operator Renaming = new Identity();

    private int _nodes;
    private int _nested;

    /// <summary>Adds the initialisers of a graph.</summary>
    public void AddConstants(GraphScope scope, GraphProto graph)
    {
        if (graph.SparseInitializer.Count > 0)
        {
            throw new UnsupportedModelException(
                $"The graph has sparse initialisers ({graph.SparseInitializer.Count}); supported are dense ones. Export the model with " +
                "dense weights.");
        }

        foreach (TensorProto tensor in graph.Initializer)
            scope.AddConstant(tensor.Name, files.Read(tensor, budget));
    }

    /// <summary>Adds nodes to a graph.</summary>
    public void Add(GraphScope scope, IEnumerable<NodeProto> nodes)
    {
        foreach (NodeProto proto in nodes)
        {
            if (++_nodes > ShapeInference.MaxNodes)
            {
                throw new UnsupportedModelException(
                    $"The graph has more than {ShapeInference.MaxNodes:N0} nodes, those of its functions and subgraphs included; at most " +
                    "so many are accepted.");
            }

            budget.Count(1 + proto.Output.Count);
            string? name = proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault();
            var context = new ErrorContext { Node = name, Operator = proto.OpType };
            try
            {
                Add(scope, proto, context);
            }
            catch (Exception error)
            {
                if (context.Locate(error, "reading the node") is { } fault)
                    throw fault;
                throw;
            }
        }
    }

    private void Add(GraphScope scope, NodeProto proto, ErrorContext context)
    {
        if (proto.Output.Count == 0 || proto.Output.All(o => o.Length == 0))
            throw new InvalidModelException("writes nothing.");
        List<Value?> inputs = [.. proto.Input.Select(name => name.Length == 0 ? null : scope.Read(name))];
        if (functions.Find(proto) is { } function)
        {
            Inline(scope, proto, function, inputs, Attributes(scope, proto, null));
            return;
        }

        Operator op = find(OperatorName.Of(proto).Qualified)
            ?? throw new UnsupportedModelException($"the operator {OperatorName.Of(proto).Shown} is not supported.");
        if (proto.Input.Count < op.Inputs.Min || proto.Input.Count > op.Inputs.Max)
        {
            string takes = op.Inputs.Min == op.Inputs.Max
                ? $"{op.Inputs.Min}"
                : op.Inputs.Max == int.MaxValue ? $"at least {op.Inputs.Min}" : $"{op.Inputs.Min} to {op.Inputs.Max}";
            throw new InvalidModelException($"has {proto.Input.Count} inputs; the operator takes {takes}.");
        }

        Dictionary<string, object> attributes = Attributes(scope, proto, inputs);
        Value[] outputs = Outputs(scope, proto);
        var node = new Node(
            op, proto.Name.Length > 0 ? proto.Name : null,
            attributes.Count == 0 ? NodeAttributes.None : new NodeAttributes(attributes, context),
            [.. inputs], outputs, scope.Sets.Version(proto.Domain));
        scope.Graph.Add(node);
    }

    private static Value[] Outputs(GraphScope scope, NodeProto proto)
    {
        // An output without a name is unused; it gets a name that no model can refer to.
        Value[] outputs =
        [
            .. proto.Output.Select(
                (name, i) => name.Length > 0 ? scope.Written(name) : scope.Graph.AddValue($"{proto.Output[0]}\u0001{i}")),
        ];
        foreach (Value output in outputs)
        {
            if (scope.IsWritten(output))
                throw new InvalidModelException($"writes '{output.Name}', which is written already; every value has one writer.");
        }

        if (outputs.Distinct().Count() != outputs.Length)
            throw new InvalidModelException("names one output twice.");
        return outputs;
    }

    private void Inline(
        GraphScope scope, NodeProto call, FunctionProto function, List<Value?> inputs, Dictionary<string, object> attributes)
    {
        string name = OperatorName.Of(function).Shown;
        if (scope.Calls.Contains(function))
            throw new InvalidModelException($"the function {name} calls itself; functions are inlined, which would not end.");
        if (scope.Calls.Count == MostCalls)
            throw new UnsupportedModelException($"functions call each other more than {MostCalls} deep.");
        if (inputs.Count > function.Input.Count || call.Output.Count > function.Output.Count)
        {
            throw new InvalidModelException(
                $"has {inputs.Count} inputs and {call.Output.Count} outputs; the function {name} has {function.Input.Count} and " +
                $"{function.Output.Count}.");
        }

        budget.Count(function.Input.Count + function.AttributeProto.Count);
        foreach (AttributeProto given in function.AttributeProto)
        {
            if (!attributes.ContainsKey(given.Name))
                attributes.Add(given.Name, files.Read(given, budget) ?? throw NoGraph(given.Name));
        }

        GraphScope inner = scope.Call(
            function, scope.Sets.Of(function), call.Name.Length > 0 ? call.Name : call.Output.First(o => o.Length > 0), attributes);
        for (int i = 0; i < function.Input.Count; i++)
        {
            if (!inner.Bind(function.Input[i], i < inputs.Count ? inputs[i] : null))
                throw new InvalidModelException($"the function {name} names an input twice.");
        }

        Value[] outputs = Outputs(scope, call);
        List<int> passedOn = [];
        for (int i = 0; i < outputs.Length; i++)
        {
            // An input that is an output too.
            if (!inner.Bind(function.Output[i], outputs[i]))
                passedOn.Add(i);
        }

        Add(inner, function.Node);
        foreach (int i in passedOn)
        {
            Value source = inner.Read(function.Output[i])
                ?? throw new InvalidModelException($"the function {name} gives '{function.Output[i]}', which the node does not.");
            scope.Graph.Add(new Node(Renaming, null, NodeAttributes.None, [source], [outputs[i]], OperatorSets.Newest));
        }

        if (Array.Find(outputs, output => output.Producer is null) is { } missing)
            throw new InvalidModelException($"the function {name} does not write its output '{missing.Name}'.");
    }

    /// <summary>The attributes of a node.</summary>
    /// <param name="scope">Where the node is.</param>
    /// <param name="proto">The node.</param>
    /// <param name="inputs">What its graphs capture is added; null where the node cannot have graphs.</param>
    private Dictionary<string, object> Attributes(GraphScope scope, NodeProto proto, List<Value?>? inputs)
    {
        var values = new Dictionary<string, object>(proto.Attribute.Count);
        foreach (AttributeProto attribute in proto.Attribute)
        {
            try
            {
                object? value;
                if (attribute.RefAttrName.Length > 0)
                {
                    if (!scope.Attributes.TryGetValue(attribute.RefAttrName, out value))
                        continue;
                }
                else
                {
                    value = files.Read(attribute, budget)
                        ?? Body(
                            scope, attribute.G ?? throw new InvalidModelException("has no graph."), proto, inputs ?? throw NoGraph(null));
                }

                if (!values.TryAdd(attribute.Name, value))
                    throw new InvalidModelException("is given twice.");
            }
            catch (InferenceException error)
            {
                error.AddContext(new ErrorContext { Attribute = attribute.Name });
                throw;
            }
        }

        return values;
    }

    private GraphBody Body(GraphScope around, GraphProto proto, NodeProto node, List<Value?> inputs)
    {
        if (++_nested > MostNested)
            throw new UnsupportedModelException($"graphs are nested more than {MostNested} deep.");
        GraphScope scope = around.Inside(proto);
        AddConstants(scope, proto);
        foreach (ValueInfoProto input in proto.Input)
        {
            Value value = scope.Written(input.Name);
            if (value.Constant is not null || !scope.AddInput(value))
                throw new InvalidModelException($"'{input.Name}' is declared twice.");
            if (input.Type?.TensorType is { ElemType: not 0 } type)
                value.Type = OnnxElementTypes.Of(type.ElemType);
        }

        int formals = scope.Graph.Inputs.Count;
        Add(scope, proto.Node);
        foreach (ValueInfoProto output in proto.Output)
        {
            scope.Graph.Outputs.Add((
                output.Name,
                scope.Read(output.Name) ?? throw new InvalidModelException($"its output '{output.Name}' is an input that is not given.")));
        }

        var captured = new List<int>();
        foreach ((Value inner, Value outer) in scope.Captured)
        {
            scope.AddInput(inner);
            int index = inputs.IndexOf(outer);
            if (index < 0)
            {
                index = inputs.Count;
                inputs.Add(outer);
            }

            captured.Add(index);
        }

        scope.CheckWritten();
        foreach ((string name, Value value) in scope.Graph.Outputs)
        {
            if (!scope.IsWritten(value))
                throw new InvalidModelException($"its output '{name}' is written by no node.");
        }

        scope.Graph.Sort();
        _nested--;
        return new GraphBody(scope.Graph, formals, node.Input.Count, captured);
    }

    private static UnsupportedModelException NoGraph(string? attribute)
    {
        string who = attribute is null ? string.Empty : $"'{ShownText.Name(attribute)}' ";
        return new UnsupportedModelException($"{who}is a graph that a function is given, which is not supported.");
    }
}
