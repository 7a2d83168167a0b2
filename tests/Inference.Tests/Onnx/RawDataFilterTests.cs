using Fovea.Inference.Onnx;
using Fovea.Inference.Onnx.Schema;
using Fovea.Inference.Tests.Support;
using Google.Protobuf;

namespace Fovea.Inference.Tests.Onnx;

/// <summary>What stands between an untrusted file and the parser: lengths that lie, data given twice, references that a file brings along.</summary>
public sealed class RawDataFilterTests
{
    private const int Long = ModelFiles.HeldBytes + 4;

    [Fact]
    public void Long_data_becomes_a_reference_to_where_it_lies_and_the_rest_stays()
    {
        ModelProto model = ModelOf(Weights(Long));
        model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = "value", Type = AttributeProto.Types.AttributeType.Tensor, T = Weights(Long + 8) });
        byte[] bytes = model.ToByteArray();
        byte[] filtered = RawDataFilter.Filter(new MemorySource(bytes));
        Assert.InRange(filtered.Length, 1, 400);
        ModelProto read = ModelProto.Parser.ParseFrom(filtered);
        foreach ((TensorProto tensor, int length) in new[] { (read.Graph.Initializer[0], Long), (read.Graph.Node[0].Attribute[0].T, Long + 8) })
        {
            Assert.Equal(length, tensor.RawLength);
            Assert.Equal(Weights(length).RawData.ToByteArray(), bytes.AsSpan((int)tensor.RawOffset, length).ToArray());
            (tensor.RawOffset, tensor.RawLength, tensor.RawData) = (0, 0, Weights(length).RawData);
        }

        Assert.Equal(model, read);
    }

    [Fact]
    public void A_reference_that_the_file_brings_along_is_dropped()
    {
        TensorProto weights = Weights(0);
        (weights.RawOffset, weights.RawLength) = (3, 24);
        weights.Dims.AddRange([2, 3]);
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(ModelOf(weights).ToByteArray(), "bad.onnx"));
        Assert.Contains("'weights17'", error.Message, StringComparison.Ordinal);
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
        InvalidModelException error = Assert.Throws<InvalidModelException>(() => TestEngines.Best.Load(ModelOf(weights).ToByteArray(), "bad.onnx"));
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
