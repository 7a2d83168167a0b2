using Fovea.Inference.Onnx;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>Parsing of untrusted files: positions of long data, wrong lengths, data given twice, unknown fields.</summary>
public sealed class ModelParserTests
{
    private const int Long = ModelFiles.MaxLoadedBytes + 4;

    [Fact]
    public void Long_data_stays_in_the_file_the_table_says_where_and_the_rest_is_parsed()
    {
        ModelProto model = ModelOf(Weights(Long));
        model.Graph.Node[0].Attribute.Add(
            new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = Weights(Long + 8) });
        model.Graph.Initializer.Add(Weights(ModelFiles.MaxLoadedBytes));
        // The same contents again: the table tells the two messages apart.
        model.Graph.Initializer.Add(Weights(Long));
        byte[] bytes = model.ToByteArray();
        (ModelProto read, RawDataTable rawData) = ModelParser.Parse(new MemorySource(bytes), new LoadBudget(LoadLimits.None));
        Assert.Equal(3, rawData.Count);
        Assert.Null(rawData.Find(read.Graph.Initializer[1]));
        foreach ((TensorProto tensor, int length) in new[]
        {
            (read.Graph.Initializer[0], Long), (read.Graph.Initializer[2], Long), (read.Graph.Node[0].Attribute[0].T, Long + 8),
        })
        {
            Assert.Equal(0, tensor.RawData.Length);
            RawData place = rawData.Find(tensor)!.Value;
            Assert.Equal(length, place.Length);
            Assert.Equal(Weights(length).RawData.ToByteArray(), bytes.AsSpan((int)place.Offset, length).ToArray());
            tensor.RawData = Weights(length).RawData;
        }

        Assert.NotEqual(rawData.Find(read.Graph.Initializer[0]), rawData.Find(read.Graph.Initializer[2]));
        Assert.Equal(model, read);
    }

    [Fact]
    public void Fields_in_any_order_and_messages_in_parts_parse_as_by_protobuf()
    {
        // Scalars and lists before, between and after the messages that the parser enters; the graph and an attribute's tensor come in two
        // parts.
        byte[] attribute =
            [.. Field(5, Weights(8).ToByteArray()), .. Field(
                5, new TensorProto { Dims = { 2 } }.ToByteArray()), .. Field(1, "value"u8.ToArray())];
        byte[] node = [.. new NodeProto { OpType = "Constant" }.ToByteArray(), .. Field(5, attribute), .. Field(2, "c"u8.ToArray())];
        byte[] graph =
            [.. new GraphProto { Name = "first" }.ToByteArray(), .. Field(1, node), .. new GraphProto { Name = "second" }.ToByteArray()];
        byte[] file =
        [
            .. new ModelProto { IrVersion = 3 }.ToByteArray(), .. Field(7, graph),
            .. new ModelProto { IrVersion = 8, ProducerName = "p" }.ToByteArray(), .. Field(7, ModelOf(Weights(16)).Graph.ToByteArray()),
        ];
        (ModelProto read, RawDataTable rawData) = ModelParser.Parse(new MemorySource(file), new LoadBudget(LoadLimits.None));
        Assert.Equal(ModelProto.Parser.ParseFrom(file), read);
        Assert.Equal((0, 8L, 2), (rawData.Count, read.IrVersion, read.Graph.Node.Count));
    }

    [Fact]
    public void Fields_that_the_schema_does_not_have_are_skipped()
    {
        TensorProto weights = Weights(0);
        weights.Dims.AddRange([2, 3]);
        // What looks like a reference into the file (an offset of 3, a length of 24), a document string and a training graph.
        byte[] tensor = [.. weights.ToByteArray(), .. Number(100001, 3), .. Number(100002, 24), .. Field(12, new byte[40_000])];
        byte[] graph = [.. Field(10, "text"u8.ToArray()), .. ModelOf(Weights(24)).Graph.ToByteArray()];
        byte[] training = Field(20, Field(1, Field(5, Weights(Long).ToByteArray())));
        (ModelProto read, RawDataTable rawData) = ModelParser.Parse(
            new MemorySource((byte[])[.. training, .. Field(7, [.. graph, .. Field(5, tensor)])]), new LoadBudget(LoadLimits.None));
        Assert.Equal(0, rawData.Count);
        Assert.Equal(ModelOf(Weights(24)).Graph.Node, read.Graph.Node);
        Assert.Equal(weights, read.Graph.Initializer[1]);

        ModelProto model = ModelOf(Weights(24));
        model.Graph.Initializer.Clear();
        byte[] file =
        [
            .. Field(8, new OperatorSetIdProto { Version = 13 }.ToByteArray()),
            .. Field(7, [.. model.Graph.ToByteArray(), .. Field(5, tensor)]),
        ];
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(file, "bad.onnx"));
        Assert.Contains("'weights17'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neighbouring_fields_are_read_once_and_long_data_never()
    {
        ModelProto model = ModelOf(Weights(1 << 20));
        for (int i = 0; i < 2000; i++)
            model.Graph.ValueInfo.Add(new ValueInfoProto { Name = $"value {i} of a graph with a name of some length" });
        byte[] bytes = model.ToByteArray();
        var source = new WatchedSource(bytes);
        ModelParser.Parse(source, new LoadBudget(LoadLimits.None));
        // The buffer before long data may extend into it.
        Assert.InRange(source.BytesRead, 0, (3 * (bytes.Length - (1 << 20))) + (128 * 1024));
    }

    [Theory]
    [InlineData(Long, Long)]
    [InlineData(8, Long)]
    [InlineData(8, 8)]
    public void Raw_data_given_twice_is_refused(int first, int second)
    {
        byte[] tensor = [.. Weights(first).ToByteArray(), .. new TensorProto { RawData = Weights(second).RawData }.ToByteArray()];
        byte[] graph = [.. new GraphProto { Output = { new ValueInfoProto { Name = "y" } } }.ToByteArray(), .. Field(5, tensor)];
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(Field(7, graph), "bad.onnx"));
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(5)]
    [InlineData(9)]
    public void A_length_that_reaches_beyond_the_message_around_it_is_refused(int level)
    {
        byte[] tensor = Field(9, new byte[Long], longer: level == 9 ? 1 : 0);
        byte[] file = Field(7, Field(5, tensor, longer: level == 5 ? 1 : 0), longer: level == 7 ? 1 : 0);
        // Bytes that follow make every length one that the file could hold.
        byte[] padded = level == 7 ? file : [.. file, 8, 8];
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(padded, "bad.onnx"));
        Assert.Contains("bytes; ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0x00 })]
    [InlineData(new byte[] { 0x3B, 0x3C })]
    [InlineData(new byte[] { 0x39, 1, 2, 3 })]
    public void Wire_formats_that_cannot_be_are_refused(byte[] file) =>
        Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(file, "bad.onnx"));

    [Theory]
    [InlineData(-4)]
    [InlineData(4)]
    public void Long_data_of_another_size_than_the_shape_is_refused(int difference)
    {
        TensorProto weights = Weights(Long + difference);
        weights.Dims.Add(Long / 4);
        InvalidModelException error = Assert.Throws<InvalidModelException>(
            () => TestEngines.Best.Load(ModelOf(weights).ToByteArray(), "bad.onnx"));
        Assert.Contains($"takes {Long} bytes; raw_data holds {Long + difference}", error.Message, StringComparison.Ordinal);
    }

    private static TensorProto Weights(int bytes) => new()
    {
        Name = "weights17",
        DataType = (int)ElementType.Float32,
        RawData = ByteString.CopyFrom([.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 7))]),
    };

    private static ModelProto ModelOf(TensorProto weights)
    {
        OnnxModelBuilder builder = new OnnxModelBuilder().Input("x", 2, 3).Node("Add", ["x", "weights17"], ["y"]).Output("y");
        builder.Model.Graph.Initializer.Add(weights);
        return builder.Model;
    }

    private static byte[] Field(int number, params byte[][] parts) => Field(number, [.. parts.SelectMany(part => part)]);

    private static byte[] Number(int field, long value)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt64(value);
        }

        return stream.ToArray();
    }

    private static byte[] Field(int number, byte[] bytes, int longer = 0)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(number, WireFormat.WireType.LengthDelimited);
            output.WriteLength(bytes.Length + longer);
        }

        stream.Write(bytes);
        return stream.ToArray();
    }
}
