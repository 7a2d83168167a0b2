using Fovea.Api.Tests.Support;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>gRPC's own services: health (https://github.com/grpc/grpc/blob/master/doc/health-checking.md) and reflection.</summary>
[Collection(nameof(ServedV2))]
public sealed class GrpcHealthTests(ServedV2 served)
{
    [Theory]
    [InlineData("")]
    [InlineData("inference.GRPCInferenceService")]
    public async Task A_ready_server_serves(string service) =>
        Assert.Equal(
            ServingStatus.Serving,
            (await new Health.HealthClient(served.Channel).CheckAsync(new HealthCheckRequest { Service = service })).Status);

    [Fact]
    public async Task An_unknown_service_is_not_found()
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => new Health.HealthClient(served.Channel).CheckAsync(new HealthCheckRequest { Service = "x" }).ResponseAsync);
        using AsyncServerStreamingCall<HealthCheckResponse> watch = new Health.HealthClient(served.Channel)
            .Watch(new HealthCheckRequest { Service = "x" });

        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task Without_any_model_it_does_not_serve()
    {
        using var models = new TestModels();
        int port = ServedV2.FreePort();
        await using ApiFactory factory = ApiFactory.Start(
            null, ("Models:Path", models.Folder), ("Models:Bundled", "false"), ("Grpc:Port", $"{port}"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        Assert.Equal(ServingStatus.NotServing, (await new Health.HealthClient(channel).CheckAsync(new())).Status);
        Assert.False(
            (
                await new Api.OpenInference.Grpc.Schema.GRPCInferenceService.GRPCInferenceServiceClient(channel)
                    .ServerReadyAsync(new())).Ready);
    }

    [Fact]
    public async Task Who_watches_is_told_that_the_server_ends()
    {
        int port = ServedV2.FreePort();
        ApiFactory factory = await ApiFactory.StartLoadedAsync(("Grpc:Port", $"{port}"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        using AsyncServerStreamingCall<HealthCheckResponse> watch = new Health.HealthClient(channel).Watch(new());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);

        ValueTask ending = factory.DisposeAsync();

        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        Assert.False(await watch.ResponseStream.MoveNext(CancellationToken.None));
        await ending;
    }

    [Fact]
    public async Task Reflection_lists_the_services_and_gives_the_schema()
    {
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call =
            new ServerReflection.ServerReflectionClient(served.Channel).ServerReflectionInfo();

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        string[] services = [.. call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name)];
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "inference.GRPCInferenceService" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var file = FileDescriptorProto.Parser.ParseFrom(call.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto[0]);

        Assert.Contains("inference.GRPCInferenceService", services);
        Assert.Contains("grpc.health.v1.Health", services);
        Assert.Equal("inference", file.Package);
        Assert.Equal(11, file.Service.Single().Method.Count);
        await call.RequestStream.CompleteAsync();
    }
}
