using System.Text;
using Fovea.Inference.Graphs;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Converts a ModelProto to a <see cref="Graph"/>: resolves operators, reads weights, and checks that every value is written once and
/// before it is read.
/// </summary>
internal sealed class GraphImporter
{
    /// <summary>The oldest supported operator set version.</summary>
    public const long OldestOpset = 7;

    public const long NewestOpset = 27;

    /// <summary>
    /// The most nodes, far above any network (the largest of the model zoo have some 2,000); bounds the work that a file can cause.
    /// </summary>
    private const int MaxNodes = 20_000;

    /// <summary>The most inputs of a run, and the most outputs: what an answer or an error lists.</summary>
    private const int MaxValues = 4096;

    private readonly ModelProto _model;
    private readonly RawDataTable _rawData;
    private readonly ModelFiles _files;
    private readonly Func<string, Operator?> _find;
    private readonly LoadBudget _budget;
    private readonly Graph _graph = new();
    private readonly HashSet<Value> _inputs = [];

    private GraphImporter(ModelProto model, RawDataTable rawData, ModelFiles files, Func<string, Operator?> find, LoadBudget budget)
    {
        _model = model;
        _rawData = rawData;
        _files = files;
        _find = find;
        _budget = budget;
    }

    public long Opset { get; private set; }

    /// <param name="files">The model file and the external data files beside it.</param>
    /// <param name="find">Finds an operator by name; returns null if there is none.</param>
    /// <param name="budget">What is read is taken from it first.</param>
    /// <exception cref="InvalidModelException">The file is no valid ONNX model.</exception>
    /// <exception cref="UnsupportedModelException">The model needs an operator, opset or element type that Fovea does not have.</exception>
    public static ImportedModel Import(ModelFiles files, Func<string, Operator?> find, LoadBudget budget)
    {
        (ModelProto model, RawDataTable rawData) = ModelReader.Read(files.Model, budget);
        var importer = new GraphImporter(model, rawData, files, find, budget);
        (IReadOnlyDictionary<string, string> metadata, int leftOut) = ModelMetadata.Read(model);
        return new ImportedModel(importer.Import(), importer.Opset, metadata, leftOut);
    }

    private Graph Import()
    {
        GraphProto graph = _model.Graph;
        Opset = DefaultOpset();
        if (graph.Node.Count > MaxNodes)
            throw new UnsupportedModelException($"The graph has {graph.Node.Count} nodes; at most {MaxNodes} are accepted.");
        if (graph.SparseInitializer.Count > 0)
            throw new UnsupportedModelException("The graph has sparse initialisers, which are not supported.");
        foreach (TensorProto tensor in graph.Initializer)
        {
            Value value = _graph.GetOrAddValue(tensor.Name);
            if (value.Constant is not null)
                throw new InvalidModelException($"The initialiser '{tensor.Name}' is given twice.");
            SetConstant(value, TensorReader.Read(tensor, _rawData, _files, _budget));
        }

        foreach (ValueInfoProto input in graph.Input)
            AddInput(input);
        CheckCount(_graph.Inputs.Count, "inputs");
        CheckCount(graph.Output.Count, "outputs");
        if (_graph.Inputs.Count == 0 && graph.Input.Count == 0 && graph.Node.Count == 0)
            throw new InvalidModelException("The graph has neither inputs nor nodes.");
        foreach (NodeProto node in graph.Node)
        {
            _budget.Count(1 + node.Output.Count);
            AddNode(node);
        }

        CheckWritten(graph);
        _graph.Sort();
        foreach (ValueInfoProto output in graph.Output)
            _graph.Outputs.Add((output.Name, _graph.GetOrAddValue(output.Name)));
        return _graph;
    }

    private static void CheckCount(int count, string what)
    {
        if (count > MaxValues)
            throw new UnsupportedModelException($"The graph has {count} {what}; at most {MaxValues} are accepted.");
    }

    private long DefaultOpset()
    {
        long opset = 0;
        foreach (OperatorSetIdProto set in _model.OpsetImport)
        {
            if (set.Domain is "" or "ai.onnx")
                opset = set.Version;
        }

        if (opset == 0)
            throw new InvalidModelException("The model does not say which version of the ONNX operator set it uses.");
        if (opset is < OldestOpset or > NewestOpset)
        {
            throw new UnsupportedModelException(
                $"The model uses version {opset} of the ONNX operator set; supported are {OldestOpset} to {NewestOpset}. Convert it with " +
                "onnx.version_converter or export it again.");
        }

        return opset;
    }

    private void AddInput(ValueInfoProto input)
    {
        Value value = _graph.GetOrAddValue(input.Name);
        if (value.Constant is not null)
            return;
        if (_inputs.Contains(value))
            throw new InvalidModelException($"The input '{input.Name}' is declared twice.");
        if (input.Type?.TensorType is not { } type)
            throw new UnsupportedModelException($"The input '{input.Name}' is no tensor.");
        if (type.Shape is null)
            throw new InvalidModelException($"The input '{input.Name}' declares no shape; its rank is needed.");
        try
        {
            value.Type = OnnxElementTypes.Of(type.ElemType);
            Dimension[] extents = [.. type.Shape.Dim.Select((d, i) => Extent(d, input.Name, i))];
            Extents.Check([.. extents.Select(e => e.Value ?? 1)]);
            value.Shape = new SymbolicShape(extents);
        }
        catch (InferenceException error)
        {
            error.AddContext(new ErrorContext { Tensor = input.Name });
            throw;
        }

        _graph.Inputs.Add(value);
        _inputs.Add(value);
    }

    // Exporters write -1 or 0 for "any" where the format has dim_param; both are read as unknown.
    private static Dimension Extent(TensorShapeProto.Types.Dimension dimension, string input, int axis) => dimension.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dimension.DimValue > 0 => dimension.DimValue,
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when dimension.DimParam.Length > 0 => Dimension.Named(dimension.DimParam),
        _ => Dimension.Named($"{input}_{axis}"),
    };

    private void AddNode(NodeProto proto)
    {
        string? name = proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault();
        var context = new ErrorContext { Node = name, Operator = proto.OpType };
        try
        {
            AddNode(proto, context);
        }
        catch (Exception error)
        {
            if (context.Locate(error, "reading the node") is { } fault)
                throw fault;
            throw;
        }
    }

    private void AddNode(NodeProto proto, ErrorContext context)
    {
        if (proto.Domain is not ("" or "ai.onnx") || _find(proto.OpType) is not { } op)
        {
            string domain = proto.Domain is "" or "ai.onnx" ? string.Empty : $" of domain '{proto.Domain}'";
            throw new UnsupportedModelException(
                $"the operator {proto.OpType}{domain} is not supported. docs/operators.md lists those that are.");
        }

        if (proto.Output.Count == 0 || proto.Output.All(o => o.Length == 0))
            throw new InvalidModelException("writes nothing.");
        if (proto.Input.Count < op.Inputs.Min || proto.Input.Count > op.Inputs.Max)
        {
            string takes = op.Inputs.Min == op.Inputs.Max
                ? $"{op.Inputs.Min}"
                : op.Inputs.Max == int.MaxValue ? $"at least {op.Inputs.Min}" : $"{op.Inputs.Min} to {op.Inputs.Max}";
            throw new InvalidModelException($"has {proto.Input.Count} inputs; the operator takes {takes}.");
        }

        Value?[] inputs = [.. proto.Input.Select(name => name.Length == 0 ? null : _graph.GetOrAddValue(name))];
        // An output without a name is unused; it gets a name that no model can refer to.
        Value[] outputs =
        [
            .. proto.Output.Select((name, i) => _graph.GetOrAddValue(name.Length > 0 ? name : $"{proto.Output[0]}\u0001{i}")),
        ];
        foreach (Value output in outputs)
        {
            if (output.Producer is not null || output.Constant is not null || _inputs.Contains(output))
                throw new InvalidModelException($"writes '{output.Name}', which is written already; every value has one writer.");
        }

        if (outputs.Distinct().Count() != outputs.Length)
            throw new InvalidModelException("names one output twice.");
        _graph.Add(new Node(op, proto.Name.Length > 0 ? proto.Name : null, Attributes(proto, context), inputs, outputs, Opset));
    }

    private NodeAttributes Attributes(NodeProto proto, ErrorContext context)
    {
        var values = new Dictionary<string, object>(proto.Attribute.Count);
        foreach (AttributeProto attribute in proto.Attribute)
        {
            try
            {
                if (!values.TryAdd(attribute.Name, Read(attribute)))
                    throw new InvalidModelException("is given twice.");
            }
            catch (InferenceException error)
            {
                error.AddContext(new ErrorContext { Attribute = attribute.Name });
                throw;
            }
        }

        return values.Count == 0 ? NodeAttributes.None : new NodeAttributes(values, context);
    }

    private object Read(AttributeProto attribute) => attribute.Type switch
    {
        AttributeProto.Types.AttributeType.Int => attribute.I,
        AttributeProto.Types.AttributeType.Float => attribute.F,
        AttributeProto.Types.AttributeType.String => attribute.S.ToString(Encoding.UTF8),
        AttributeProto.Types.AttributeType.Ints => attribute.Ints.ToArray(),
        AttributeProto.Types.AttributeType.Floats => attribute.Floats.ToArray(),
        AttributeProto.Types.AttributeType.Strings => attribute.Strings.Select(s => s.ToString(Encoding.UTF8)).ToArray(),
        AttributeProto.Types.AttributeType.Tensor => TensorReader.Read(
            attribute.T ?? throw new InvalidModelException("has no tensor."), _rawData, _files, _budget),
        _ => throw new UnsupportedModelException($"is a {attribute.Type}, which is not supported."),
    };

    private static void SetConstant(Value value, ConstantData constant) =>
        (value.Constant, value.Type, value.Shape) = (constant, constant.ElementType, SymbolicShape.Of(constant.Shape));

    private void CheckWritten(GraphProto graph)
    {
        foreach (Node node in _graph.Nodes)
        {
            foreach (Value? input in node.Inputs)
            {
                if (input is not null && !IsWritten(input))
                    throw node.Invalid($"reads '{input.Name}', which no node, input or initialiser defines");
            }
        }

        foreach (ValueInfoProto output in graph.Output)
        {
            if (!IsWritten(_graph.GetOrAddValue(output.Name)))
                throw new InvalidModelException($"The output '{output.Name}' is written by no node; the file may be truncated.");
        }
    }

    private bool IsWritten(Value value) => value.Producer is not null || value.Constant is not null || _inputs.Contains(value);
}

/// <summary>What an ONNX file holds.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Opset">The version of the default operator set.</param>
/// <param name="Metadata">The texts that the exporter added.</param>
/// <param name="MetadataLeftOut">How many of them are beyond the bounds.</param>
internal sealed record ImportedModel(Graph Graph, long Opset, IReadOnlyDictionary<string, string> Metadata, int MetadataLeftOut);
