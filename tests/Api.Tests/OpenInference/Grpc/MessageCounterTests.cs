using System.Diagnostics;
using Fovea.Api.Errors;
using Fovea.Api.OpenInference.Grpc;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Options;
using Google.Protobuf;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>What is counted of a request to infer before anything is made of it.</summary>
public sealed class MessageCounterTests
{
    private const int Bytes = 2_000_000;

    private static readonly LimitsOptions Limits = new();

    /// <summary>Pieces of a message, each of which becomes an object or a number, repeated without end.</summary>
    public static TheoryData<string, string, string> Pieces() => new()
    {
        { "outputs", "32 00", "messages" },
        { "inputs", "2A 00", "messages" },
        { "raw contents", "3A 00", "messages" },
        { "parameters", "22 00", "messages" },
        { "parameters of an input", "2A 02 22 00", "messages" },
        { "values of parameters", "22 02 12 00", "messages" },
        { "parameters of an output", "32 02 12 00", "messages" },
        { "contents", "2A 02 2A 00", "messages" },
        { "elements of BYTES", "2A 04 2A 02 42 00", "messages" },
        { "names", "0A 00", "messages" },
        { "ids", "1A 01 61", "messages" },
        { "unknown texts", "7A 00", "messages" },
        { "unknown numbers", "78 01", "messages" },
        { "unknown fixed numbers", "7D 00 00 00 00", "messages" },
        { "unknown groups", "7B 7C", "messages" },
        { "a text where a message is", "2A 02 0A 00", "messages" },
        { "a number where a message is", "28 01 28 01", "numbers" },
        { "single numbers sent as packed ones", "22 08 12 06 0A 00 0A 00 22 00", "messages" },
        { "text", $"0A 7F {string.Concat(Enumerable.Repeat("61", 127))}", "of text" },
        { "extents, packed", "2A 12 1A 10 01010101010101010101010101010101", "numbers" },
        { "extents, one by one", "2A 10 1801180118011801 1801180118011801", "numbers" },
        { "numbers, packed", "2A 12 2A 10 1A 0E 0101010101010101010101010101", "numbers" },
        { "truths, one by one", "2A 0A 2A 08 0801080108010801", "numbers" },
    };

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Too_many_of_anything_are_refused_at_once(string kind, string hex, string found)
    {
        byte[] piece = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] message = [.. Enumerable.Repeat(piece, Bytes / piece.Length).SelectMany(bytes => bytes)];
        // A small limit on numbers, so that a small message is beyond it.
        var limits = new LimitsOptions { MaxBodyBytes = Bytes / 16 };
        ApiException error = Assert.Throws<ApiException>(() => MessageCounter.Check(message, "/a/B", limits));
        Assert.Equal(ErrorCodes.BodyTooLarge, error.Code);
        Assert.True(error.Message.Contains("/a/B", StringComparison.Ordinal), kind);
        Assert.True(
            error.Message.Contains(found, StringComparison.Ordinal) || error.Message.Contains("messages", StringComparison.Ordinal),
            $"{kind}: {error.Message}");

        long before = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        Assert.Throws<ApiException>(() => MessageCounter.Check(message, "/a/B", limits));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 1);
    }

    /// <summary>The parser cuts tags and lengths to 32 bits, so that it would read on where the count has ended.</summary>
    [Theory]
    [InlineData("1A 80 80 80 80 10")]
    [InlineData("AA 80 80 80 10 00")]
    [InlineData("2A 05 AA 80 80 80 10")]
    [InlineData("7B")]
    [InlineData("7C")]
    [InlineData("0A 06 61")]
    public void What_the_parser_would_read_otherwise_is_refused(string hex)
    {
        byte[] message = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal) + "2A002A00");
        Assert.Equal(ErrorCodes.InvalidBody, Assert.Throws<ApiException>(() => MessageCounter.Check(message, "/a/B", Limits)).Code);
    }

    [Fact]
    public void Numbers_are_counted_by_what_they_take()
    {
        long Of(InferTensorContents contents) => MessageCounter.Check(Typed(contents), "/a/B", Limits);

        long few = Of(new InferTensorContents());
        Assert.Equal(few + 4000, Of(new InferTensorContents { Fp32Contents = { new float[1000] } }));
        Assert.Equal(few + 8000, Of(new InferTensorContents { Int64Contents = { new long[1000] } }));
        Assert.Equal(few + 8000, Of(new InferTensorContents { Fp64Contents = { new double[1000] } }));
    }

    [Fact]
    public void What_models_take_is_let_through()
    {
        var request = new ModelInferRequest { ModelName = "m", Id = "1" };
        for (int i = 0; i < 4096; i++)
        {
            request.Inputs.Add(new InferInputTensor { Name = $"input{i}", Datatype = "FP32", Shape = { 1, 3, 2, 2 } });
            request.Outputs.Add(new InferRequestedOutputTensor { Name = $"output{i}" });
            request.RawInputContents.Add(ByteString.CopyFrom(new byte[48]));
        }

        MessageCounter.Check(request.ToByteArray(), "/a/B", Limits);
        MessageCounter.Check(Typed(new InferTensorContents { Fp32Contents = { new float[8_388_000] } }), "/a/B", Limits);
        MessageCounter.Check(Typed(new InferTensorContents { Int64Contents = { new long[8_388_000] } }), "/a/B", Limits);
        MessageCounter.Check(Typed(new InferTensorContents { UintContents = { Enumerable.Repeat(255u, 5_000_000) } }), "/a/B", Limits);
        MessageCounter.Check([], "/a/B", Limits);
    }

    [Theory]
    [InlineData(8_388_608, true)]
    [InlineData(8_388_609, false)]
    public void A_packed_list_has_as_many_numbers_as_it_ends(int count, bool taken)
    {
        // Two bytes each: more bytes than numbers.
        byte[] message = Typed(new InferTensorContents { UintContents = { Enumerable.Repeat(200u, count) } });
        if (taken)
            MessageCounter.Check(message, "/a/B", Limits);
        else
            Assert.Throws<ApiException>(() => MessageCounter.Check(message, "/a/B", Limits));
    }

    [Theory]
    [InlineData("0A FF FF FF FF 07")]
    [InlineData("07")]
    [InlineData("0C")]
    [InlineData("08")]
    [InlineData("FF FF FF FF FF FF FF FF FF FF FF")]
    [InlineData("00")]
    [InlineData("7D 01")]
    public void What_the_parser_refuses_is_refused(string hex)
    {
        byte[] message = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(ErrorCodes.InvalidBody, Assert.Throws<ApiException>(() => MessageCounter.Check(message, "/a/B", Limits)).Code);
        Assert.Throws<InvalidProtocolBufferException>(() => ModelInferRequest.Parser.ParseFrom(message));
    }

    private static byte[] Typed(InferTensorContents contents) => new ModelInferRequest
    {
        Inputs = { new InferInputTensor { Name = "x", Contents = contents } },
    }.ToByteArray();
}
