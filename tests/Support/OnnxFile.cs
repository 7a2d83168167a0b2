using System.Runtime.InteropServices;

namespace Fovea.Tests.Support;

/// <summary>Builds small ONNX files (field numbers of the ONNX IR specification).</summary>
internal sealed class OnnxFile
{
    public const int Float = 1, UInt8 = 2, Int8 = 3, UInt16 = 4, Int16 = 5, Int32 = 6, Int64 = 7, Bool = 9, Half = 10, Double = 11,
        UInt32 = 12, UInt64 = 13, BFloat = 16;

    private readonly ProtoMessage _graph = new ProtoMessage().Text(2, "test");
    private readonly List<(string Key, string Value)> _metadata = [];

    /// <summary>Adds an input; an extent of -1 is the symbol N.</summary>
    public OnnxFile Input(string name, params long[] shape) => Value(11, name, Float, shape);

    /// <summary>Adds an input of another type than Float (numbers of ONNX's TensorProto.DataType).</summary>
    public OnnxFile TypedInput(string name, int type, params long[] shape) => Value(11, name, type, shape);

    /// <summary>Adds an output; an extent of -1 is the symbol N.</summary>
    public OnnxFile Output(string name, params long[] shape) => Value(12, name, Float, shape);

    /// <summary>Adds an output of another type than Float.</summary>
    public OnnxFile TypedOutput(string name, int type, params long[] shape) => Value(12, name, type, shape);

    public OnnxFile Weights(string name, long[] shape, params float[] values) =>
        Tensor(name, Float, shape, MemoryMarshal.AsBytes(values.AsSpan()));

    public OnnxFile Integers(string name, params long[] values) =>
        Tensor(name, Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>Adds a tensor whose bytes need not fit its shape.</summary>
    public OnnxFile Tensor(string name, int type, long[] shape, ReadOnlySpan<byte> data)
    {
        var tensor = new ProtoMessage();
        foreach (long extent in shape)
            tensor.Number(1, extent);
        _graph.Message(5, tensor.Number(2, type).Text(8, name).Bytes(9, data));
        return this;
    }

    public OnnxFile Node(string op, string[] inputs, string output, string name = "", params (string Name, long[] Values)[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, name).Text(4, op);
        foreach ((string attribute, long[] values) in attributes)
        {
            var message = new ProtoMessage().Text(1, attribute);
            foreach (long value in values)
                message.Number(8, value);
            node.Message(5, message.Number(20, 7));
        }

        _graph.Message(1, node);
        return this;
    }

    /// <summary>Adds a text as exporters do (metadata_props).</summary>
    public OnnxFile Metadata(string key, string value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>Adds a node with one attribute that is an integer, not a list.</summary>
    public OnnxFile NodeWith(string op, string[] inputs, string output, string attribute, long value)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(4, op).Message(5, new ProtoMessage().Text(1, attribute).Number(3, value).Number(20, 2));
        _graph.Message(1, node);
        return this;
    }

    public byte[] Build(long opset = 13)
    {
        ProtoMessage model = new ProtoMessage()
            .Number(1, 8)
            .Message(7, _graph)
            .Message(8, new ProtoMessage().Text(1, "").Number(2, opset));
        foreach ((string key, string value) in _metadata)
            model.Message(14, new ProtoMessage().Text(1, key).Text(2, value));
        return model.ToArray();
    }

    private OnnxFile Value(int field, string name, int type, long[] shape)
    {
        var extents = new ProtoMessage();
        foreach (long extent in shape)
            extents.Message(1, extent < 0 ? new ProtoMessage().Text(2, "N") : new ProtoMessage().Number(1, extent));
        var tensor = new ProtoMessage().Number(1, type).Message(2, extents);
        _graph.Message(field, new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, tensor)));
        return this;
    }
}
