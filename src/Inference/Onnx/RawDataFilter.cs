using Fovea.Inference.Graphs;
using Fovea.Inference.Tensors;
using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Copies an ONNX file without the long raw_data of its tensors, which a reference (offset and length) replaces: the parser then sees a few
/// kilobytes, and the weights stay in the file. Knows where tensors are (graph, initializer, node, attribute); the schema knows the rest.
/// </summary>
internal sealed class RawDataFilter
{
    private const int LongData = ModelFiles.HeldBytes;

    private const int BufferBytes = 512;

    private readonly WireReader _reader;

    private RawDataFilter(TensorSource source) => _reader = new WireReader(source);

    /// <summary>The levels above a tensor.</summary>
    private enum Message
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
    }

    /// <exception cref="InvalidModelException">Lengths contradict each other: the file is truncated or no ONNX model.</exception>
    public static byte[] Filter(TensorSource source)
    {
        var filter = new RawDataFilter(source);
        using var result = new MemoryStream();
        filter.Copy(Message.Model, source.Length, result);
        return result.ToArray();
    }

    private static Message? Inside(Message message, int field) => (message, field) switch
    {
        (Message.Model, Schema.ModelProto.GraphFieldNumber) => Message.Graph,
        (Message.Graph, Schema.GraphProto.InitializerFieldNumber) => Message.Tensor,
        (Message.Graph, Schema.GraphProto.NodeFieldNumber) => Message.Node,
        (Message.Node, Schema.NodeProto.AttributeFieldNumber) => Message.Attribute,
        (Message.Attribute, Schema.AttributeProto.TFieldNumber) => Message.Tensor,
        _ => null,
    };

    private void Copy(Message message, long end, MemoryStream target)
    {
        var output = new CodedOutputStream(target, BufferBytes, leaveOpen: true);
        bool hasData = false;
        while (_reader.Position < end)
        {
            uint tag = _reader.Tag(end);
            int field = WireFormat.GetTagFieldNumber(tag);
            WireFormat.WireType type = WireFormat.GetTagWireType(tag);
            bool reference = message == Message.Tensor &&
                field is Schema.TensorProto.RawOffsetFieldNumber or Schema.TensorProto.RawLengthFieldNumber;
            if (type != WireFormat.WireType.LengthDelimited)
            {
                ulong value = _reader.Scalar(type, end);
                if (!reference)
                    Write(output, tag, type, value);
                continue;
            }

            long length = _reader.Length(end);
            if (Inside(message, field) is { } inner)
            {
                using var part = new MemoryStream();
                Copy(inner, _reader.Position + length, part);
                output.WriteTag(tag);
                output.WriteLength((int)part.Length);
                output.Flush();
                part.WriteTo(target);
            }
            else if (message == Message.Tensor && field == Schema.TensorProto.RawDataFieldNumber)
            {
                if (hasData)
                    throw WireReader.Invalid("a tensor has raw_data twice");
                hasData = true;
                CopyRawData(output, tag, length);
            }
            else if (reference)
            {
                _reader.Skip(length);
            }
            else
            {
                CopyBytes(output, tag, length);
            }
        }

        output.Flush();
    }

    private void CopyRawData(CodedOutputStream output, uint tag, long length)
    {
        if (length <= LongData)
        {
            CopyBytes(output, tag, length);
            return;
        }

        output.WriteTag(Schema.TensorProto.RawOffsetFieldNumber, WireFormat.WireType.Varint);
        output.WriteInt64(_reader.Position);
        output.WriteTag(Schema.TensorProto.RawLengthFieldNumber, WireFormat.WireType.Varint);
        output.WriteInt64(length);
        _reader.Skip(length);
    }

    private void CopyBytes(CodedOutputStream output, uint tag, long length)
    {
        byte[] bytes = _reader.Bytes(length);
        output.WriteTag(tag);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(bytes));
    }

    private static void Write(CodedOutputStream output, uint tag, WireFormat.WireType type, ulong value)
    {
        output.WriteTag(tag);
        if (type == WireFormat.WireType.Varint)
            output.WriteUInt64(value);
        else if (type == WireFormat.WireType.Fixed64)
            output.WriteFixed64(value);
        else
            output.WriteFixed32((uint)value);
    }
}
