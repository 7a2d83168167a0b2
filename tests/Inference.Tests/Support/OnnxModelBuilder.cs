using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Support;

/// <summary>Writes ONNX models for tests: inputs, initialisers, nodes and outputs in the order they are added.</summary>
internal sealed class OnnxModelBuilder
{
    private readonly GraphProto _graph = new() { Name = "test" };
    private readonly ModelProto _model;

    public OnnxModelBuilder(long opset = 13, long irVersion = 8)
    {
        _model = new ModelProto { IrVersion = irVersion, ProducerName = "tests", Graph = _graph };
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
    }

    /// <summary>The model as written so far, for edits that the builder has no word for.</summary>
    public ModelProto Model => _model;

    public OnnxModelBuilder Input(string name, params ReadOnlySpan<Dimension> shape) =>
        Input(name, ElementType.Float32, shape);

    public OnnxModelBuilder Input(string name, ElementType type, params ReadOnlySpan<Dimension> shape)
    {
        _graph.Input.Add(ValueInfo(name, type, shape));
        return this;
    }

    public OnnxModelBuilder Initializer(string name, Tensor value)
    {
        _graph.Initializer.Add(OnnxTensors.Write(name, value));
        return this;
    }

    public OnnxModelBuilder Node(
        string operation, string[] inputs, string[] outputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Node(string.Empty, operation, inputs, outputs, attributes);

    /// <summary>Adds a node of another domain.</summary>
    public OnnxModelBuilder Node(
        string domain, string operation, string[] inputs, string[] outputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var node = new NodeProto { Domain = domain, OpType = operation, Name = $"{operation}_{_graph.Node.Count}" };
        node.Input.AddRange(inputs);
        node.Output.AddRange(outputs);
        foreach ((string name, object value) in attributes)
            node.Attribute.Add(OnnxAttributes.Write(name, value));
        _graph.Node.Add(node);
        return this;
    }

    /// <summary>Adds a node with one input and one output.</summary>
    public OnnxModelBuilder Node(
        string operation, string input, string output, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Node(operation, [input], [output], attributes);

    public OnnxModelBuilder Output(string name, ElementType type = ElementType.Float32)
    {
        _graph.Output.Add(new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type } },
        });
        return this;
    }

    /// <summary>Declares an output that is no tensor, or of which nothing is said.</summary>
    public OnnxModelBuilder OutputOf(string name, TypeProto? type = null)
    {
        _graph.Output.Add(new ValueInfoProto { Name = name, Type = type });
        return this;
    }

    /// <summary>Adds a function of a domain; its nodes are those of a builder.</summary>
    public OnnxModelBuilder Function(
        string domain, string name, string[] inputs, string[] outputs, OnnxModelBuilder nodes, params AttributeProto[] defaults)
    {
        var function = new FunctionProto { Domain = domain, Name = name };
        function.Input.AddRange(inputs);
        function.Output.AddRange(outputs);
        function.Node.AddRange(nodes.Model.Graph.Node);
        function.OpsetImport.AddRange(nodes.Model.OpsetImport);
        function.AttributeProto.AddRange(defaults);
        _model.Functions.Add(function);
        return this;
    }

    /// <summary>Imports a further operator set.</summary>
    public OnnxModelBuilder Domain(string domain, long version)
    {
        _model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    public byte[] Build() => _model.ToByteArray();

    private static ValueInfoProto ValueInfo(string name, ElementType type, ReadOnlySpan<Dimension> shape)
    {
        var dimensions = new TensorShapeProto();
        foreach (Dimension dimension in shape)
        {
            var written = new TensorShapeProto.Types.Dimension();
            if (dimension.Value is long extent)
                written.DimValue = extent;
            else if (dimension.Symbol is string symbol)
                written.DimParam = symbol;
            dimensions.Dim.Add(written);
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = dimensions } },
        };
    }
}
