using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>The datatypes that models move but hardly compute with, over JSON, as bytes and over gRPC.</summary>
[Collection(nameof(ServedV2))]
public sealed class V2DatatypeTests(ServedV2 served)
{
    private const string Integers = """
        {"inputs":[{"name":"int16","shape":[1,2],"datatype":"INT16","data":[-32768,32767]},{"name":"uint16","shape":[1,2],"datatype":"UINT16","data":[0,65535]},
        {"name":"uint32","shape":[1,2],"datatype":"UINT32","data":[1,4294967295]},{"name":"uint64","shape":[1,2],"datatype":"UINT64","data":[1,18446744073709551615]}]}
        """;

    [Fact]
    public async Task Integers_in_json()
    {
        JsonArray outputs = (await served.Client.Infer("further-types", Integers).Json())["outputs"]!.AsArray();
        Assert.Equal(["INT16", "UINT16", "UINT32", "UINT64"], outputs.Select(output => output!["datatype"]!.GetValue<string>()));
        Assert.Equal(
            ["[-32768,32767]", "[0,65535]", "[1,4294967295]", "[1,18446744073709551615]"], outputs.Select(output => output!.Data()));
    }

    [Theory]
    [InlineData("32767]", "32768]", "-32768 to 32767")]
    [InlineData("65535]", "65536]", "0 to 65535")]
    [InlineData("[1,4294967295]", "[1,-1]", "UINT32's range")]
    [InlineData("18446744073709551615]", "18446744073709551616]", "UINT64's range")]
    public async Task Integers_out_of_range_are_refused(string inside, string outside, string what) =>
        Assert.Contains(
            what, await served.Client.Infer("further-types", Integers.Replace(inside, outside, StringComparison.Ordinal))
                .V2Error(400), StringComparison.Ordinal);

    [Fact]
    public async Task Half_precision_in_json_and_as_bytes()
    {
        JsonNode answer = await served.Client.Infer(
            "half", """{"inputs":[{"name":"fp16","shape":[2,2],"datatype":"FP16","data":[0.5,-65504,"Infinity","NaN"]}]}""").Json();
        Assert.Equal("FP16", answer["outputs"]![0]!["datatype"]!.GetValue<string>());
        Assert.Equal("""[0.5,-65504,"Infinity","NaN"]""", answer["outputs"]![0]!.Data());
        byte[] bytes = MemoryMarshal.AsBytes<Half>(new[] { (Half)1.25f, Half.NegativeInfinity }).ToArray();
        (_, byte[] tail) = await served.Client.InferBinary(
            "half",
            """{"parameters":{"binary_data_output":true},"inputs":[{"name":"fp16","shape":[1,2],"datatype":"FP16","parameters":{"binary_data_size":4}}]}""", bytes).Binary();
        Assert.Equal(bytes, tail);
        Assert.Contains(
            "FP16's range",
            await served.Client.Infer("half", """{"inputs":[{"name":"fp16","shape":[1,2],"datatype":"FP16","data":[1,65520]}]}""")
                .V2Error(400), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("half", "float16")]
    [InlineData("bfloat", "bfloat16")]
    public async Task A_model_of_half_precision_says_what_it_computes_in(string model, string type)
    {
        JsonNode note = Assert.Single((await served.Client.Get($"/models/{model}").Json())["notes"]!.AsArray())!;
        Assert.Equal(
            $"The graph has {type}, which is computed in float32; inputs and outputs keep their types.", note.Text("text"));
    }

    [Fact]
    public async Task Bfloat16_in_json_and_as_bytes()
    {
        JsonNode answer = await served.Client.Infer(
            "bfloat", """{"inputs":[{"name":"bf16","shape":[2,2],"datatype":"BF16","data":[0.5,-3,"Infinity",1.001]}]}""").Json();
        Assert.Equal("BF16", answer["outputs"]![0]!["datatype"]!.GetValue<string>());
        Assert.Equal("""[0.5,-3,"Infinity",1]""", answer["outputs"]![0]!.Data());
        byte[] bytes = [0xC0, 0x3F, 0x80, 0xFF];
        (_, byte[] tail) = await served.Client.InferBinary(
            "bfloat",
            """{"parameters":{"binary_data_output":true},"inputs":[{"name":"bf16","shape":[1,2],"datatype":"BF16","parameters":{"binary_data_size":4}}]}""", bytes).Binary();
        Assert.Equal(bytes, tail);
        Assert.Contains(
            "BF16's range",
            await served.Client.Infer("bfloat", """{"inputs":[{"name":"bf16","shape":[1,2],"datatype":"BF16","data":[1,3.4e38]}]}""")
                .V2Error(400), StringComparison.Ordinal);
        var request = new ModelInferRequest
        {
            ModelName = "bfloat",
            Inputs = { new InferInputTensor { Name = "bf16", Datatype = "BF16", Shape = { 1, 2 } } },
            RawInputContents = { ByteString.CopyFrom(bytes) },
        };
        ModelInferResponse raw = await served.Rpc.ModelInferAsync(request);
        Assert.Equal("BF16", raw.Outputs.Single().Datatype);
        Assert.Equal(bytes, raw.RawOutputContents.Single().ToByteArray());
        ModelConfigResponse config = await served.Rpc.ModelConfigAsync(new() { Name = "bfloat" });
        Assert.Equal(DataType.TypeBf16, config.Config.Input.Single().DataType);
    }

    [Fact]
    public async Task Integers_in_lists()
    {
        ModelInferResponse answer = await served.Rpc.ModelInferAsync(Lists(-32768, 65535));
        Assert.Empty(answer.RawOutputContents);
        InferTensorContents Of(string name) => answer.Outputs.Single(output => output.Name == name).Contents;
        Assert.Equal([-32768, 1], Of("int16-out").IntContents);
        Assert.Equal([65535u, 1u], Of("uint16-out").UintContents);
        Assert.Equal([uint.MaxValue, 1u], Of("uint32-out").UintContents);
        Assert.Equal([ulong.MaxValue, 1ul], Of("uint64-out").Uint64Contents);
        foreach (ModelInferRequest wrong in new[] { Lists(-32769, 1), Lists(1, 65536) })
        {
            RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await served.Rpc.ModelInferAsync(wrong));
            Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        }
    }

    /// <summary>The protocol has no list for FP16.</summary>
    [Fact]
    public async Task Half_precision_in_raw_contents()
    {
        ByteString bytes = ByteString.CopyFrom(MemoryMarshal.AsBytes<Half>(new[] { (Half)1.25f, (Half)(-3f) }));
        var request = new ModelInferRequest
        {
            ModelName = "half",
            Inputs = { new InferInputTensor { Name = "fp16", Datatype = "FP16", Shape = { 1, 2 } } },
            RawInputContents = { bytes },
        };
        ModelInferResponse answer = await served.Rpc.ModelInferAsync(request);
        Assert.Equal("FP16", answer.Outputs.Single().Datatype);
        Assert.Equal(bytes, answer.RawOutputContents.Single());
        ModelConfigResponse config = await served.Rpc.ModelConfigAsync(new() { Name = "half" });
        Assert.Equal(DataType.TypeFp16, config.Config.Input.Single().DataType);
    }

    private static ModelInferRequest Lists(int int16, uint uint16)
    {
        InferInputTensor Input(string name, InferTensorContents contents) =>
            new() { Name = name, Datatype = name.ToUpperInvariant(), Shape = { 1, 2 }, Contents = contents };
        return new ModelInferRequest
        {
            ModelName = "further-types",
            Inputs =
            {
                Input("int16", new() { IntContents = { int16, 1 } }), Input("uint16", new() { UintContents = { uint16, 1 } }),
                Input("uint32", new() { UintContents = { uint.MaxValue, 1 } }),
                Input("uint64", new() { Uint64Contents = { ulong.MaxValue, 1 } }),
            },
        };
    }
}
