using System.Text.Json.Nodes;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Google.Protobuf;
using Grpc.Core;
using static Fovea.Api.OpenInference.Grpc.Schema.ModelInferRequest.Types;
using static Fovea.Api.Tests.OpenInference.Grpc.InferenceServiceTests;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary><c>NAME@image</c> over gRPC.</summary>
[Collection(nameof(ServedV2))]
public sealed class GrpcImageModelTests(ServedV2 served)
{
    private readonly GRPCInferenceService.GRPCInferenceServiceClient _rpc = served.Rpc;

    [Fact]
    public async Task It_is_described_by_what_must_be_sent()
    {
        ModelMetadataResponse model = await _rpc.ModelMetadataAsync(new() { Name = "versions@image", Version = "1" });
        ModelConfig config = (await _rpc.ModelConfigAsync(new() { Name = "versions@image" })).Config;

        Assert.Equal("versions@image", model.Name);
        Assert.Equal(["2", "1"], model.Versions);
        Assert.Equal(("image", "BYTES"), (model.Inputs.Single().Name, model.Inputs.Single().Datatype));
        Assert.Equal([("scores", "FP32"), ("predictions", "BYTES")], model.Outputs.Select(output => (output.Name, output.Datatype)));
        Assert.Equal((DataType.TypeString, "versions@image"), (config.Input.Single().DataType, config.Name));
        Assert.Equal([DataType.TypeFp32, DataType.TypeString], config.Output.Select(output => output.DataType));
        Assert.Empty(config.Parameters);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_batch_of_images_gives_every_listed_output(bool raw)
    {
        byte[][] images = [Pictures.Red, Pictures.Blue, Pictures.Lime];
        var request = new ModelInferRequest
        {
            ModelName = "colours-in-pairs@image",
            Inputs =
            {
                new InferInputTensor
                {
                    Name = "image", Datatype = "BYTES", Shape = { 3 },
                    Contents = raw ? null : new() { BytesContents = { images.Select(ByteString.CopyFrom) } },
                },
            },
        };
        if (raw)
            request.RawInputContents.Add(ByteString.CopyFrom([.. images.SelectMany(V2Calls.Element)]));

        ModelInferResponse answer = await _rpc.ModelInferAsync(request);

        Assert.Equal("colours-in-pairs@image", answer.ModelName);
        Assert.Equal([3, 3], answer.Outputs[0].Shape);
        Assert.Equal([3], answer.Outputs[1].Shape);
        float[] scores = raw ? answer.RawOutputContents[0].ToByteArray().Floats() : [.. answer.Outputs[0].Contents.Fp32Contents];
        Assert.Equal([10, 0, 0, 0, 0, 10, 0, 10, 0], scores);
        if (!raw)
            Assert.Equal(
                ["red", "blue", "green"],
                answer.Outputs[1].Contents.BytesContents.Select(text => JsonNode.Parse(text.ToStringUtf8())![0]!.Text("label")));
    }

    [Fact]
    public async Task It_is_ready_when_the_model_is_and_has_its_statistics()
    {
        Assert.True((await _rpc.ModelReadyAsync(new() { Name = "colours@image" })).Ready);
        Assert.False((await _rpc.ModelReadyAsync(new() { Name = "truncated@image" })).Ready);
        Assert.Equal("colours@image", (await _rpc.ModelStatisticsAsync(new() { Name = "colours@image" })).ModelStats.Single().Name);
    }

    [Fact]
    public async Task A_model_of_tensors_has_none()
    {
        await Fails(StatusCode.NotFound, "takes no image", () => _rpc.ModelMetadataAsync(new() { Name = "types@image" }));
        await Fails(StatusCode.NotFound, "takes no image", () => _rpc.ModelReadyAsync(new() { Name = "types@image" }));
        await Fails(StatusCode.NotFound, "takes no image", () => _rpc.ModelStatisticsAsync(new() { Name = "types@image" }));
    }

    [Fact]
    public async Task It_is_neither_loaded_nor_unloaded()
    {
        var admin = new Metadata { { "x-api-key", ServedV2.AdminKey } };

        await Fails(
            StatusCode.InvalidArgument, "Load or unload 'colours'",
            () => _rpc.RepositoryModelLoadAsync(new() { ModelName = "colours@image" }, admin));
        await Fails(
            StatusCode.InvalidArgument, "Load or unload 'colours'",
            () => _rpc.RepositoryModelUnloadAsync(new() { ModelName = "colours@image" }, admin));
    }
}
