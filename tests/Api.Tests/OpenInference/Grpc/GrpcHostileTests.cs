using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;
using static Fovea.Api.Tests.OpenInference.Grpc.InferenceServiceTests;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>Messages that lie: each is refused as the caller's mistake.</summary>
[Collection(nameof(ServedV2))]
public sealed class GrpcHostileTests(ServedV2 served)
{
    private static readonly InferTensorContents TwoFloats = new() { Fp32Contents = { 1, 2 } };

    public static TheoryData<string, string> Cases() => new()
    {
        { nameof(ModelInferRequest), "no 'inputs'" },
        { "typed-and-raw", "one of them is expected" },
        { "too-few-raw", "2 inputs and 1 raw_input_contents" },
        { "raw-too-short", "has 7 bytes" },
        { "raw-bool", "a BOOL is 0 or 1" },
        { "raw-prefix", "length of 4294967295" },
        { "negative-shape", "extent -1" },
        { "overflowing-shape", "elements" },
        { "deep-shape", "dimensions" },
        { "wrong-list", "another list" },
        { "two-lists", "another list" },
        { "no-contents", "has 0 elements" },
        { "int8-range", "which is not in the range of INT8" },
        { "uint8-range", "which is not in the range of UINT8" },
        { "datatype", "does not have" },
        { "bf16", "datatype BF16" },
        { "fp16-list", "raw_input_contents" },
        { "duplicate", "given twice" },
        { "missing", "is missing" },
        { "unknown-output", "no output" },
        { "classes", "at least 1" },
        { "classes-text", "whole number" },
        { "timeout", "microseconds" },
        { "uint64", "whole number" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public Task A_lie_is_refused(string lie, string reason) =>
        Fails(StatusCode.InvalidArgument, reason, () => served.Rpc.ModelInferAsync(Request(lie)));

    [Fact]
    public Task Without_a_name_the_default_model_is_asked() =>
        Fails(
            StatusCode.InvalidArgument, "The model 'digits' has no input 'a'",
            () => served.Rpc.ModelInferAsync(new() { Inputs = { Input("a", "FP32", TwoFloats) } }));

    [Theory]
    [InlineData(StatusCode.InvalidArgument, "not an image")]
    [InlineData(StatusCode.InvalidArgument, "")]
    public Task What_is_no_image_is_refused(StatusCode code, string content) => Fails(code, "image", () => served.Rpc.ModelInferAsync(new()
    {
        ModelName = "colours",
        Inputs =
        {
            new InferInputTensor
            {
                Name = "image", Datatype = "BYTES", Shape = { 1 },
                Contents = new() { BytesContents = { ByteString.CopyFromUtf8(content) } },
            },
        },
    }));

    [Fact]
    public async Task A_message_beyond_the_limit_is_refused_and_one_within_is_read()
    {
        using GrpcChannel channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{served.Port}", new GrpcChannelOptions { MaxSendMessageSize = null });
        var rpc = new GRPCInferenceService.GRPCInferenceServiceClient(channel);

        await Fails(StatusCode.ResourceExhausted, "exceeds", () => rpc.ModelInferAsync(Echo(1_000_000)));
        ModelInferResponse answer = await rpc.ModelInferAsync(Echo(999_900 / 8 * 8));
        Assert.Equal(999_896, answer.RawOutputContents.Single().Length);

        static ModelInferRequest Echo(int bytes) => new()
        {
            ModelName = "echo",
            Inputs = { new InferInputTensor { Name = "x", Datatype = "FP32", Shape = { 1, bytes / 8, 2 } } },
            RawInputContents = { ByteString.CopyFrom(new byte[bytes]) },
        };
    }

    [Fact]
    public async Task A_small_message_that_unpacks_to_a_large_one_is_refused()
    {
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        await Fails(StatusCode.ResourceExhausted, "", () => served.Rpc.ModelInferAsync(
            new()
            {
                ModelName = "echo",
                Inputs = { new InferInputTensor { Name = "x", Datatype = "FP32", Shape = { 1, 1_000_000, 2 } } },
                RawInputContents = { ByteString.CopyFrom(new byte[8_000_000]) },
            },
            headers));
    }

    private static ModelInferRequest Request(string lie)
    {
        var request = new ModelInferRequest { ModelName = "types" };
        switch (lie)
        {
            case nameof(ModelInferRequest):
                return request;
            case "typed-and-raw":
                request.Inputs.Add(Input("fp32", "FP32", TwoFloats));
                request.RawInputContents.Add(ByteString.CopyFrom(new byte[8]));
                return request;
            case "too-few-raw":
                request.Inputs.Add([Input("fp32", "FP32"), Input("fp64", "FP64")]);
                request.RawInputContents.Add(ByteString.CopyFrom(new byte[8]));
                return request;
            case "raw-too-short":
                return Raw(request, Input("fp32", "FP32"), new byte[7]);
            case "raw-bool":
                return Raw(request, Input("bool", "BOOL"), [1, 2]);
            case "raw-prefix":
                return Raw(request, Input("image", "BYTES"), [255, 255, 255, 255]);
            case "negative-shape":
                return Typed(request, new InferInputTensor { Name = "fp32", Datatype = "FP32", Shape = { -1, 2 }, Contents = TwoFloats });
            case "overflowing-shape":
                return Typed(
                    request,
                    new InferInputTensor
                    {
                        Name = "fp32",
                        Datatype = "FP32",
                        Shape = { long.MaxValue, long.MaxValue },
                        Contents = TwoFloats,
                    });
            case "deep-shape":
                return Typed(
                    request,
                    new InferInputTensor
                    {
                        Name = "fp32",
                        Datatype = "FP32",
                        Shape = { Enumerable.Repeat(1L, 1000) },
                        Contents = TwoFloats,
                    });
            case "wrong-list":
                return Typed(request, Input("int32", "INT32", TwoFloats));
            case "two-lists":
                return Typed(request, Input("fp32", "FP32", new() { Fp32Contents = { 1, 2 }, BoolContents = { true } }));
            case "no-contents":
                return Typed(request, Input("fp32", "FP32"));
            case "int8-range":
                return Typed(request, Input("int8", "INT8", new() { IntContents = { 1, 128 } }));
            case "uint8-range":
                return Typed(request, Input("uint8", "UINT8", new() { UintContents = { 1, 256 } }));
            case "datatype":
                return Typed(request, Input("fp32", "float", TwoFloats));
            case "bf16":
                return Raw(request, Input("fp32", "BF16"), new byte[4]);
            case "fp16-list":
                return Typed(request, Input("fp32", "FP16", new() { Fp32Contents = { 1, 2 } }));
            case "duplicate":
                request.Inputs.Add([Input("fp32", "FP32", TwoFloats), Input("fp32", "FP32", TwoFloats)]);
                return request;
            case "missing":
                return Typed(request, Input("fp32", "FP32", TwoFloats));
            case "unknown-output":
                request.Outputs.Add(new InferRequestedOutputTensor { Name = "nothing" });
                return Typed(request, Input("fp32", "FP32", TwoFloats));
            case "classes":
                request.Outputs.Add(
                    new InferRequestedOutputTensor
                    {
                        Name = "fp32-out",
                        Parameters = { ["classification"] = new InferParameter { Int64Param = 0 } },
                    });
                return Typed(request, Input("fp32", "FP32", TwoFloats));
            case "classes-text":
                request.Outputs.Add(
                    new InferRequestedOutputTensor
                    {
                        Name = "fp32-out",
                        Parameters = { ["classification"] = new InferParameter { StringParam = "3" } },
                    });
                return Typed(request, Input("fp32", "FP32", TwoFloats));
            case "timeout":
                request.Parameters["timeout"] = new InferParameter { Int64Param = -1 };
                return Typed(request, Input("fp32", "FP32", TwoFloats));
            default:
                request.Parameters["priority"] = new InferParameter { Uint64Param = ulong.MaxValue };
                return Typed(request, Input("fp32", "FP32", TwoFloats));
        }
    }

    private static ModelInferRequest Typed(ModelInferRequest request, InferInputTensor input)
    {
        request.Inputs.Add(input);
        return request;
    }

    private static ModelInferRequest Raw(ModelInferRequest request, InferInputTensor input, byte[] content)
    {
        request.RawInputContents.Add(ByteString.CopyFrom(content));
        return Typed(request, input);
    }
}
