using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tensors;
using Google.Protobuf;

namespace Fovea.Inference.Onnx;

/// <summary>
/// Parses an ONNX file in one pass over its wire format. Long raw_data stays in the file; a table records its position. The parser builds
/// the messages that contain tensors (graph, function, initializer, node, attribute) itself; the generated protobuf parser parses
/// all other fields.
/// </summary>
internal sealed class ModelParser
{
    private const int MaxInlineBytes = ModelFiles.MaxLoadedBytes;

    // Fields that the schema omits (documentation, training) are skipped.
    private static readonly MessageParser<ModelProto> ModelFields = ModelProto.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<GraphProto> GraphFields = GraphProto.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<NodeProto> NodeFields = NodeProto.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<FunctionProto> FunctionFields = FunctionProto.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<AttributeProto> AttributeFields = AttributeProto.Parser.WithDiscardUnknownFields(true);
    private static readonly MessageParser<TensorProto> TensorFields = TensorProto.Parser.WithDiscardUnknownFields(true);

    private readonly WireReader _reader;
    private readonly WireCounter _counter;
    private readonly LoadBudget _budget;
    private readonly RawDataTable _rawData = new();

    // The byte ranges of the fields for the protobuf parser; those of the innermost message come last.
    private readonly List<(long Start, long End)> _fields = [];
    private byte[] _bytes = [];

    private ModelParser(ByteSource source, LoadBudget budget)
    {
        _reader = new WireReader(source);
        _counter = new WireCounter(_reader, budget);
        _budget = budget;
    }

    /// <param name="source">The file.</param>
    /// <param name="budget">What is created is taken from it first.</param>
    /// <exception cref="InvalidModelException">Lengths contradict each other: the file is truncated or no ONNX model.</exception>
    /// <exception cref="LoadLimitException">The file has more messages, texts or numbers than allowed.</exception>
    /// <exception cref="InvalidProtocolBufferException">A field's contents are no protobuf.</exception>
    public static (ModelProto Model, RawDataTable RawData) Parse(ByteSource source, LoadBudget budget)
    {
        var parser = new ModelParser(source, budget);
        var model = new ModelProto();
        parser.Read(model, WireMessage.Model, source.Length, depth: 0);
        return (model, parser._rawData);
    }

    /// <summary>
    /// The message for a field that this parser enters; if a non-repeated field occurs again, the same message. Null for all other fields.
    /// </summary>
    private IMessage? Inner(IMessage message, int field) => (message, field) switch
    {
        (ModelProto model, ModelProto.GraphFieldNumber) => model.Graph ??= Counted(new GraphProto()),
        (GraphProto graph, GraphProto.InitializerFieldNumber) => Append(graph.Initializer),
        (GraphProto graph, GraphProto.NodeFieldNumber) => Append(graph.Node),
        (NodeProto node, NodeProto.AttributeFieldNumber) => Append(node.Attribute),
        (AttributeProto attribute, AttributeProto.TFieldNumber) => attribute.T ??= Counted(new TensorProto()),
        (AttributeProto attribute, AttributeProto.GFieldNumber) => attribute.G ??= Counted(new GraphProto()),
        (ModelProto model, ModelProto.FunctionsFieldNumber) => Append(model.Functions),
        (FunctionProto function, FunctionProto.NodeFieldNumber) => Append(function.Node),
        (FunctionProto function, FunctionProto.AttributeProtoFieldNumber) => Append(function.AttributeProto),
        _ => null,
    };

    private T Counted<T>(T message)
    {
        _counter.CountMessage();
        return message;
    }

    private T Append<T>(ICollection<T> list) where T : new()
    {
        _counter.CountMessage();
        var item = new T();
        list.Add(item);
        return item;
    }

    private static void Merge(IMessage message, ReadOnlySpan<byte> fields)
    {
        switch (message)
        {
            case ModelProto model:
                model.MergeFrom(ModelFields.ParseFrom(fields));
                break;
            case GraphProto graph:
                graph.MergeFrom(GraphFields.ParseFrom(fields));
                break;
            case NodeProto node:
                node.MergeFrom(NodeFields.ParseFrom(fields));
                break;
            case FunctionProto function:
                function.MergeFrom(FunctionFields.ParseFrom(fields));
                break;
            case AttributeProto attribute:
                attribute.MergeFrom(AttributeFields.ParseFrom(fields));
                break;
            default:
                ((TensorProto)message).MergeFrom(TensorFields.ParseFrom(fields));
                break;
        }
    }

    private void Read(IMessage message, WireMessage kind, long end, int depth)
    {
        if (depth > WireCounter.MaxDepth)
            throw WireReader.Invalid($"messages at byte {_reader.Position} are nested more than {WireCounter.MaxDepth} deep");
        int first = _fields.Count;
        bool hasData = message is TensorProto given && (given.RawData.Length > 0 || _rawData.Find(given) is not null);
        while (_reader.Position < end)
        {
            _counter.CountField();
            long start = _reader.Position;
            uint tag = _reader.Tag(end);
            int number = WireFormat.GetTagFieldNumber(tag);
            WireField field = kind.Field(number);
            WireFormat.WireType type = WireFormat.GetTagWireType(tag);
            bool isRead = WireMessage.IsRead(field.Form, type);
            if (type != WireFormat.WireType.LengthDelimited)
            {
                _reader.SkipScalar(type, end);
                if (!isRead)
                    continue;
                _counter.CountNumber(field.Form);
                AddField(first, start);
                continue;
            }

            long length = _reader.Length(end);
            if (!isRead)
            {
                _reader.Skip(length);
                continue;
            }

            if (Inner(message, number) is { } inner)
            {
                Read(inner, field.Message!, _reader.Position + length, depth + 1);
                continue;
            }

            bool isData = message is TensorProto && number == TensorProto.RawDataFieldNumber;
            if (isData && hasData)
                throw WireReader.Invalid("a tensor has raw_data twice");
            hasData |= isData;
            if (isData && length > MaxInlineBytes)
            {
                _counter.CountMessage();
                _rawData.Add((TensorProto)message, new RawData(_reader.Position, length));
                _reader.Skip(length);
                continue;
            }

            _counter.CountContent(field, length, depth);
            AddField(first, start);
        }

        MergeFields(message, first);
    }

    /// <summary>Records the bytes from <paramref name="start"/> to the current position for the protobuf parser.</summary>
    private void AddField(int first, long start)
    {
        if (_fields.Count > first && _fields[^1].End == start)
            _fields[^1] = (_fields[^1].Start, _reader.Position);
        else
            _fields.Add((start, _reader.Position));
    }

    private void MergeFields(IMessage message, int first)
    {
        long length = 0;
        for (int i = first; i < _fields.Count; i++)
            length += _fields[i].End - _fields[i].Start;
        if (length == 0)
            return;
        _counter.TakeNumbers();
        if (length > Array.MaxLength)
            throw WireReader.Invalid($"a message that ends at byte {_reader.Position} has {length} bytes besides its tensors");
        if (_bytes.Length < length)
        {
            _budget.Take(length, "the texts and numbers in the file");
            _bytes = new byte[Math.Max(length, Math.Min(2L * _bytes.Length, Array.MaxLength))];
        }

        int offset = 0;
        for (int i = first; i < _fields.Count; i++)
        {
            Span<byte> part = _bytes.AsSpan(offset, (int)(_fields[i].End - _fields[i].Start));
            _reader.Copy(_fields[i].Start, part);
            offset += part.Length;
        }

        _fields.RemoveRange(first, _fields.Count - first);
        Merge(message, _bytes.AsSpan(0, offset));
    }
}
