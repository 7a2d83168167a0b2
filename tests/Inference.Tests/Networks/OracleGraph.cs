using System.Runtime.InteropServices;
using Fovea.Inference.Onnx.Schema;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Networks;

/// <summary>A model as ONNX Runtime is to compute it.</summary>
internal sealed class OracleGraph
{
    private readonly ModelProto _model;

    public OracleGraph(byte[] bytes)
    {
        _model = ModelProto.Parser.ParseFrom(bytes);
        NodeProto[] nodes = [.. _model.Graph.Node];
        foreach (NodeProto node in nodes.Where(n => n.OpType == "InstanceNormalization"))
            Refine(node);
        Bytes = _model.ToByteArray();
        BeforeSquashing = [.. _model.Graph.Output.Select(o => Squashed(o.Name)).OfType<string>()];
        _model.Graph.Output.Clear();
        _model.Graph.Output.AddRange(BeforeSquashing.Select(name => new ValueInfoProto { Name = name }));
        BytesBeforeSquashing = _model.ToByteArray();
    }

    /// <summary>
    /// The model, whose instance normalisations are computed in double precision: ONNX Runtime's running sums lose the fourth digit of
    /// large planes that are far from zero.
    /// </summary>
    public byte[] Bytes { get; }

    /// <summary>
    /// The values from which a Sigmoid or Softmax makes an output. The function hides differences where it is flat, and where it is steep,
    /// it makes large ones of rounding.
    /// </summary>
    public IReadOnlyList<string> BeforeSquashing { get; }

    /// <summary>The model with these values as its outputs.</summary>
    public byte[] BytesBeforeSquashing { get; }

    private string? Squashed(string output)
    {
        NodeProto? node = _model.Graph.Node.FirstOrDefault(n => n.Output.Contains(output));
        return node?.OpType switch
        {
            "Sigmoid" or "Softmax" => node.Input[0],
            "Reshape" or "Transpose" or "Flatten" or "Squeeze" or "Unsqueeze" => Squashed(node.Input[0]),
            _ => null,
        };
    }

    // (x - mean) / sqrt(mean of squares + epsilon) * scale + bias, between two casts.
    private void Refine(NodeProto node)
    {
        string prefix = node.Output[0] + "/";
        float epsilon = node.Attribute.FirstOrDefault(a => a.Name == "epsilon")?.F ?? 1e-5f;
        double[] scale = Parameters(node.Input[1]), bias = Parameters(node.Input[2]);
        Constant("epsilon", [epsilon], 1);
        Constant("scale", scale, scale.Length, 1, 1);
        Constant("bias", bias, bias.Length, 1, 1);
        int at = _model.Graph.Node.IndexOf(node);
        _model.Graph.Node.RemoveAt(at);
        Add("Cast", "x", [node.Input[0]], Integers("to", (int)ElementType.Float64));
        Add("ReduceMean", "mean", [prefix + "x"], Integers("axes", 2, 3));
        Add("Sub", "difference", [prefix + "x", prefix + "mean"]);
        Add("Mul", "square", [prefix + "difference", prefix + "difference"]);
        Add("ReduceMean", "variance", [prefix + "square"], Integers("axes", 2, 3));
        Add("Add", "sum", [prefix + "variance", prefix + "epsilon"]);
        Add("Sqrt", "deviation", [prefix + "sum"]);
        Add("Div", "normal", [prefix + "difference", prefix + "deviation"]);
        Add("Mul", "scaled", [prefix + "normal", prefix + "scale"]);
        Add("Add", "shifted", [prefix + "scaled", prefix + "bias"]);
        Add("Cast", null, [prefix + "shifted"], Integers("to", (int)ElementType.Float32));

        void Add(string type, string? output, string[] inputs, params AttributeProto[] attributes)
        {
            var added = new NodeProto { OpType = type };
            added.Input.AddRange(inputs);
            added.Output.Add(output is null ? node.Output[0] : prefix + output);
            added.Attribute.AddRange(attributes);
            _model.Graph.Node.Insert(at++, added);
        }

        void Constant(string name, double[] values, params long[] shape)
        {
            var tensor = new TensorProto
            {
                Name = prefix + name,
                DataType = (int)ElementType.Float64,
                RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
            };
            tensor.Dims.AddRange(shape);
            _model.Graph.Initializer.Add(tensor);
        }
    }

    private static AttributeProto Integers(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        if (name == "to")
            (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, values[0]);
        else
            attribute.Ints.AddRange(values);
        return attribute;
    }

    private double[] Parameters(string name)
    {
        TensorProto tensor = _model.Graph.Initializer.Single(i => i.Name == name);
        return tensor.FloatData.Count > 0
            ? [.. tensor.FloatData.Select(v => (double)v)]
            : [.. MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray().Select(v => (double)v)];
    }
}
