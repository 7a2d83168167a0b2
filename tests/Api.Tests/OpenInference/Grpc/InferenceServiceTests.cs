using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>
/// The service over gRPC, called by a client that is generated from the schema
/// (https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/open_inference_grpc.proto).
/// </summary>
[Collection(nameof(ServedV2))]
public sealed class InferenceServiceTests(ServedV2 served)
{
    private readonly GRPCInferenceService.GRPCInferenceServiceClient _rpc = served.Rpc;

    [Fact]
    public async Task The_server_is_live_ready_and_names_itself()
    {
        Assert.True((await _rpc.ServerLiveAsync(new())).Live);
        Assert.True((await _rpc.ServerReadyAsync(new())).Ready);
        ServerMetadataResponse server = await _rpc.ServerMetadataAsync(new());
        Assert.Equal("fovea", server.Name);
        Assert.Contains("statistics", server.Extensions);
    }

    [Fact]
    public async Task Models_are_described()
    {
        ModelMetadataResponse model = await _rpc.ModelMetadataAsync(new() { Name = "versions" });
        ModelConfigResponse config = await _rpc.ModelConfigAsync(new() { Name = "versions", Version = "1" });

        Assert.Equal(("versions", "onnx_onnxv1"), (model.Name, model.Platform));
        Assert.Equal(["2", "1"], model.Versions);
        Assert.Equal("FP32", model.Inputs.Single().Datatype);
        Assert.Equal([-1, 3, 4, 4], model.Inputs.Single().Shape);
        Assert.Equal("scores", model.Outputs.Single().Name);
        Assert.Equal(DataType.TypeFp32, config.Config.Input.Single().DataType);
        Assert.Equal(ModelInput.Types.Format.Nchw, config.Config.Input.Single().Format);
        Assert.Equal("labels.txt", config.Config.Output.Single().LabelFilename);
        Assert.Equal("versions@image", config.Config.Parameters["image_model"].StringValue);
    }

    [Fact]
    public async Task Models_are_ready_or_not_or_unknown()
    {
        Assert.True((await _rpc.ModelReadyAsync(new() { Name = "colours", Version = "1" })).Ready);
        Assert.False((await _rpc.ModelReadyAsync(new() { Name = "truncated" })).Ready);
        await Fails(StatusCode.NotFound, "Did you mean 'colours'", () => _rpc.ModelReadyAsync(new() { Name = "colour" }));
        await Fails(StatusCode.NotFound, "no version '7'", () => _rpc.ModelMetadataAsync(new() { Name = "colours", Version = "7" }));
        await Fails(StatusCode.FailedPrecondition, "truncated", () => _rpc.ModelMetadataAsync(new() { Name = "truncated" }));
    }

    [Fact]
    public async Task Typed_contents_of_every_type_are_answered_typed()
    {
        ModelInferResponse answer = await _rpc.ModelInferAsync(new()
        {
            ModelName = "types",
            Id = "7",
            Inputs =
            {
                Input("fp32", "FP32", new() { Fp32Contents = { 1.5f, float.NaN } }),
                Input("fp64", "FP64", new() { Fp64Contents = { 1e300, -1 } }),
                Input("int64", "INT64", new() { Int64Contents = { long.MinValue, 1 } }),
                Input("int32", "INT32", new() { IntContents = { int.MinValue, 1 } }),
                Input("int8", "INT8", new() { IntContents = { -128, 127 } }), Input("uint8", "UINT8", new() { UintContents = { 0, 255 } }),
                Input("bool", "BOOL", new() { BoolContents = { true, false } }),
            },
        });

        Assert.Equal(("types", "1", "7"), (answer.ModelName, answer.ModelVersion, answer.Id));
        Assert.Empty(answer.RawOutputContents);
        Assert.Equal(["FP32", "FP64", "INT64", "INT32", "INT8", "UINT8", "BOOL"], answer.Outputs.Select(output => output.Datatype));
        InferTensorContents Of(string name) => answer.Outputs.Single(output => output.Name == name).Contents;
        Assert.Equal([1.5f, float.NaN], Of("fp32-out").Fp32Contents);
        Assert.Equal([1e300, -1], Of("fp64-out").Fp64Contents);
        Assert.Equal([long.MinValue, 1], Of("int64-out").Int64Contents);
        Assert.Equal([int.MinValue, 1], Of("int32-out").IntContents);
        Assert.Equal([-128, 127], Of("int8-out").IntContents);
        Assert.Equal([0u, 255u], Of("uint8-out").UintContents);
        Assert.Equal([true, false], Of("bool-out").BoolContents);
    }

    [Fact]
    public async Task Raw_contents_are_answered_raw_in_the_order_of_the_outputs()
    {
        ModelInferResponse answer = await _rpc.ModelInferAsync(new()
        {
            ModelName = "sum-and-difference",
            Inputs = { Input("b", "FP32"), Input("a", "FP32") },
            RawInputContents = { ByteString.CopyFrom(V2Calls.Bytes(1, 2)), ByteString.CopyFrom(V2Calls.Bytes(10, 20)) },
            Outputs = { new InferRequestedOutputTensor { Name = "difference" }, new InferRequestedOutputTensor { Name = "sum" } },
        });

        Assert.Equal(["difference", "sum"], answer.Outputs.Select(output => output.Name));
        Assert.All(answer.Outputs, output => Assert.Null(output.Contents));
        Assert.Equal([9, 18], answer.RawOutputContents[0].ToByteArray().Floats());
        Assert.Equal([11, 22], answer.RawOutputContents[1].ToByteArray().Floats());
    }

    [Fact]
    public async Task Images_are_classified_from_typed_and_raw_bytes()
    {
        var wanted = new InferRequestedOutputTensor
        {
            Name = "scores",
            Parameters = { ["classification"] = new InferParameter { Int64Param = 1 } },
        };
        var typed = new ModelInferRequest
        {
            ModelName = "colours",
            Inputs =
            {
                new InferInputTensor
                {
                    Name = "image", Datatype = "BYTES", Shape = { 1 },
                    Contents = new() { BytesContents = { ByteString.CopyFrom(Pictures.Blue) } },
                },
            },
            Outputs = { wanted },
        };
        var raw = new ModelInferRequest
        {
            ModelName = "colours",
            Inputs = { new InferInputTensor { Name = "image", Datatype = "BYTES", Shape = { 1 } } },
            RawInputContents = { ByteString.CopyFrom(V2Calls.Element(Pictures.Blue)) },
            Outputs = { wanted },
        };

        ModelInferResponse fromTyped = await _rpc.ModelInferAsync(typed);
        ModelInferResponse fromRaw = await _rpc.ModelInferAsync(raw);

        Assert.Equal("10:2:blue", fromTyped.Outputs.Single().Contents.BytesContents.Single().ToStringUtf8());
        Assert.Equal([1, 1], fromTyped.Outputs.Single().Shape);
        Assert.Equal(V2Calls.Element("10:2:blue"u8.ToArray()), fromRaw.RawOutputContents.Single().ToByteArray());
    }

    [Fact]
    public async Task Statistics_count_this_call_too()
    {
        await _rpc.ModelInferAsync(
            new()
            {
                ModelName = "echo",
                Inputs =
                {
                    new InferInputTensor
                    {
                        Name = "x", Datatype = "FP32", Shape = { 1, 1, 2 }, Contents = new() { Fp32Contents = { 1, 2 } },
                    },
                },
            });

        ModelStatistics one = (await _rpc.ModelStatisticsAsync(new() { Name = "echo" })).ModelStats.Single();
        ModelStatisticsResponse all = await _rpc.ModelStatisticsAsync(new());

        Assert.Equal(("echo", "1"), (one.Name, one.Version));
        Assert.True(one.InferenceCount >= 1 && one.ExecutionCount >= 1 && one.LastInference > 0);
        Assert.True(one.InferenceStats.Success.Count >= 1 && one.InferenceStats.Success.Ns > 0);
        Assert.Contains(one.BatchStats, batch => batch.BatchSize == 1);
        Assert.True(all.ModelStats.Count > 5);
        await Fails(StatusCode.NotFound, "no model", () => _rpc.ModelStatisticsAsync(new() { Name = "nothing" }));
    }

    [Fact]
    public async Task The_repository_is_listed()
    {
        RepositoryIndexResponse all = await _rpc.RepositoryIndexAsync(new());
        RepositoryIndexResponse ready = await _rpc.RepositoryIndexAsync(new() { Ready = true });

        Assert.Equal("UNAVAILABLE", all.Models.Single(model => model.Name == "truncated").State);
        Assert.All(ready.Models, model => Assert.Equal("READY", model.State));
    }

    [Fact]
    public async Task A_model_is_unloaded_and_loaded()
    {
        var admin = new Metadata { { "x-api-key", ServedV2.AdminKey } };

        await _rpc.RepositoryModelUnloadAsync(new() { ModelName = "edges" }, admin);
        Assert.False((await _rpc.ModelReadyAsync(new() { Name = "edges" })).Ready);
        await _rpc.RepositoryModelLoadAsync(new() { ModelName = "edges" }, admin);
        Assert.True((await _rpc.ModelReadyAsync(new() { Name = "edges" })).Ready);
        await Fails(StatusCode.NotFound, "nothing", () => _rpc.RepositoryModelLoadAsync(new() { ModelName = "nothing" }, admin));
        var config = new RepositoryModelLoadRequest
        {
            ModelName = "edges",
            Parameters = { ["config"] = new ModelRepositoryParameter { StringParam = "{}" } },
        };
        await Fails(StatusCode.InvalidArgument, "config", () => _rpc.RepositoryModelLoadAsync(config, admin));
    }

    internal static async Task Fails<T>(StatusCode code, string reason, Func<AsyncUnaryCall<T>> call)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call().ResponseAsync);
        Assert.True(code == error.StatusCode, error.Status.ToString());
        Assert.Contains(reason, error.Status.Detail, StringComparison.Ordinal);
    }

    internal static InferInputTensor Input(string name, string type, InferTensorContents? contents = null) =>
        new() { Name = name, Datatype = type, Shape = { 1, 2 }, Contents = contents };
}
