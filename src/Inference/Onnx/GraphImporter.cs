using Fovea.Inference.Graphs;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Converts a ModelProto to a <see cref="Graph"/>: resolves operators, inlines functions, reads weights, and checks that every value is
/// written once and before it is read.
/// </summary>
internal sealed class GraphImporter
{
    /// <summary>The most inputs of a run, and the most outputs: what an answer or an error lists.</summary>
    private const int MaxValues = 4096;

    private readonly GraphProto _proto;
    private readonly GraphScope _scope;

    private GraphImporter(GraphProto proto, GraphScope scope) => (_proto, _scope) = (proto, scope);

    private Graph Graph => _scope.Graph;

    /// <param name="files">The model file and the external data files beside it.</param>
    /// <param name="find">Finds an operator by its qualified name; returns null if there is none.</param>
    /// <param name="budget">What is read is taken from it first.</param>
    /// <exception cref="InvalidModelException">The file is no valid ONNX model.</exception>
    /// <exception cref="UnsupportedModelException">The model needs an operator, opset or element type that Fovea does not have.</exception>
    public static ImportedModel Import(ModelFiles files, Func<string, Operator?> find, LoadBudget budget)
    {
        (ModelProto model, RawDataTable rawData) = ModelReader.Read(files.Model, budget);
        OperatorSets sets = OperatorSets.Of(model);
        var functions = new ModelFunctions(model);
        MissingOperators.Check(new OperatorCounts(functions, budget).Count(model.Graph), find);
        var nodes = new NodeImporter(new ImportedFiles(rawData, files), functions, find, budget);
        var importer = new GraphImporter(model.Graph, GraphScope.Of(model.Graph, sets));
        (IReadOnlyDictionary<string, string> metadata, int leftOut) = ModelMetadata.Read(model);
        return new ImportedModel(importer.Import(nodes), sets.Default, metadata, leftOut);
    }

    private Graph Import(NodeImporter nodes)
    {
        nodes.AddConstants(_scope, _proto);
        foreach (ValueInfoProto input in _proto.Input)
            AddInput(input);
        CheckCount(Graph.Inputs.Count, "inputs");
        CheckCount(_proto.Output.Count, "outputs");
        if (Graph.Inputs.Count == 0 && _proto.Input.Count == 0 && _proto.Node.Count == 0)
            throw new InvalidModelException("The graph has neither inputs nor nodes.");
        nodes.Add(_scope, _proto.Node);
        _scope.CheckWritten();
        CheckOutputs();
        Graph.Sort();
        foreach (ValueInfoProto output in _proto.Output)
            Graph.Outputs.Add((output.Name, Graph.GetOrAddValue(output.Name)));
        return Graph;
    }

    private static void CheckCount(int count, string what)
    {
        if (count > MaxValues)
            throw new UnsupportedModelException($"The graph has {count} {what}; at most {MaxValues} are accepted.");
    }

    private void AddInput(ValueInfoProto input)
    {
        Value value = Graph.GetOrAddValue(input.Name);
        if (value.Constant is not null)
            return;
        if (!_scope.AddInput(value))
            throw new InvalidModelException($"The input '{input.Name}' is declared twice.");
        if (input.Type?.TensorType is not { } type)
        {
            throw new UnsupportedModelException(
                $"The input '{input.Name}' is no tensor; supported are inputs that are tensors. Name the tensors of a sequence as inputs " +
                "of their own.");
        }

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
    }

    // Exporters write -1 or 0 for "any" where the format has dim_param; both are read as unknown.
    private static Dimension Extent(TensorShapeProto.Types.Dimension dimension, string input, int axis) => dimension.ValueCase switch
    {
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue when dimension.DimValue > 0 => dimension.DimValue,
        TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam when dimension.DimParam.Length > 0 => Dimension.Named(dimension.DimParam),
        _ => Dimension.Named($"{input}_{axis}"),
    };

    private void CheckOutputs()
    {
        foreach (ValueInfoProto output in _proto.Output)
        {
            if (output.Type is { ValueCase: not (TypeProto.ValueOneofCase.None or TypeProto.ValueOneofCase.TensorType) })
            {
                throw new UnsupportedModelException(
                    $"The output '{output.Name}' is no tensor; supported are outputs that are tensors. Name the tensors of a sequence as " +
                    "outputs of their own.");
            }

            if (!_scope.IsWritten(Graph.GetOrAddValue(output.Name)))
                throw new InvalidModelException($"The output '{output.Name}' is written by no node; the file may be truncated.");
        }
    }
}

/// <summary>What an ONNX file holds.</summary>
/// <param name="Graph">The graph.</param>
/// <param name="Opset">The version of the default operator set.</param>
/// <param name="Metadata">The texts that the exporter added.</param>
/// <param name="MetadataLeftOut">How many of them are beyond the bounds.</param>
internal sealed record ImportedModel(Graph Graph, long Opset, IReadOnlyDictionary<string, string> Metadata, int MetadataLeftOut);
