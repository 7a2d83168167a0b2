using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>More requests than the service takes at once: both protocols say when to come back.</summary>
public sealed class V2OverloadTests
{
    [Fact]
    public async Task Beyond_the_queue_requests_are_turned_away()
    {
        using var decoder = new BlockingDecoder();
        using TestModels models = new TestModels().AddGood();
        int port = ServedV2.FreePort();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder>(decoder),
            ("Models:Path", models.Folder), ("Batching:Parallelism", "1"), ("Batching:MaxQueue", "0"), ("Grpc:Port", $"{port}"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var rpc = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        Task<HttpResponseMessage> first = factory.Client.Infer("colours", V2ImageTests.Request([Pictures.Red], ""));
        await decoder.WaitUntilEnteredAsync();

        using HttpResponseMessage second = await factory.Client.Infer("colours", V2ImageTests.Request([Pictures.Red], ""));
        RpcException third = await Assert.ThrowsAsync<RpcException>(() => rpc.ModelInferAsync(Image()).ResponseAsync);

        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await Task.FromResult(second).V2Error(429);
        Assert.Equal(StatusCode.ResourceExhausted, third.StatusCode);
        Assert.InRange(int.Parse(third.Trailers.GetValue("retry-after")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        decoder.LetGo();
        await first.Json();
    }

    [Fact]
    public async Task A_deadline_and_a_cancellation_end_a_call_and_free_its_place()
    {
        using var decoder = new BlockingDecoder();
        using TestModels models = new TestModels().AddGood();
        int port = ServedV2.FreePort();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder>(decoder),
            ("Models:Path", models.Folder), ("Batching:Parallelism", "1"), ("Grpc:Port", $"{port}"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        var rpc = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        Task<HttpResponseMessage> first = factory.Client.Infer("colours", V2ImageTests.Request([Pictures.Red], ""));
        await decoder.WaitUntilEnteredAsync();
        using var leave = new CancellationTokenSource();

        RpcException late = await Assert.ThrowsAsync<RpcException>(
            () => rpc.ModelInferAsync(Image(), deadline: DateTime.UtcNow.AddMilliseconds(200)).ResponseAsync);
        Task<ModelInferResponse> left = rpc.ModelInferAsync(Image(), cancellationToken: leave.Token).ResponseAsync;
        await leave.CancelAsync();

        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => left)).StatusCode);
        decoder.LetGo();
        await first.Json();
        await rpc.ModelInferAsync(Image());
    }

    [Fact]
    public async Task A_fault_is_answered_without_its_details()
    {
        using TestModels models = new TestModels().AddGood();
        int port = ServedV2.FreePort();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder, BrokenDecoder>(), ("Models:Path", models.Folder), ("Grpc:Port", $"{port}"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        string rest = await factory.Client.Infer("colours", V2ImageTests.Request([Pictures.Red], "")).V2Error(500);
        RpcException rpc = await Assert.ThrowsAsync<RpcException>(
            () => new GRPCInferenceService.GRPCInferenceServiceClient(channel).ModelInferAsync(Image()).ResponseAsync);

        Assert.DoesNotContain("secret", rest, StringComparison.Ordinal);
        Assert.Equal(StatusCode.Internal, rpc.StatusCode);
        Assert.DoesNotContain("secret", rpc.Status.Detail, StringComparison.Ordinal);
    }

    private static ModelInferRequest Image() => new()
    {
        ModelName = "colours",
        Inputs =
        {
            new ModelInferRequest.Types.InferInputTensor
            {
                Name = "image", Datatype = "BYTES", Shape = { 1 },
                Contents = new InferTensorContents { BytesContents = { ByteString.CopyFrom(Pictures.Red) } },
            },
        },
    };

    private sealed class BrokenDecoder : IImageDecoder
    {
        public DecodedImage Decode(ReadOnlyMemory<byte> bytes) => throw new InvalidOperationException("a secret detail");
    }
}
