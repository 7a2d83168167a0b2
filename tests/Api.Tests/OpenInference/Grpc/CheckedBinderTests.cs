using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Grpc.Core;
using static Fovea.Api.Tests.OpenInference.Grpc.InferenceServiceTests;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>Bytes that are no message of the schema.</summary>
[Collection(nameof(ServedV2))]
public sealed class CheckedBinderTests(ServedV2 served)
{
    private static readonly Marshaller<byte[]> AsTheyAre = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);

    [Theory]
    [InlineData("inference.GRPCInferenceService", "ModelInfer", "0A FF FF FF FF 07")] // a string longer than the message
    [InlineData("inference.GRPCInferenceService", "ModelInfer", "0A 02 C3 28")] // no UTF-8
    [InlineData("inference.GRPCInferenceService", "ModelMetadata", "07")] // a field of no known wire type
    [InlineData("inference.GRPCInferenceService", "RepositoryModelLoad", "08")] // a number without its bytes
    [InlineData("grpc.health.v1.Health", "Check", "FF FF FF FF FF FF FF FF FF FF FF")] // a tag without end
    public Task Are_the_callers_mistake(string service, string name, string hex)
    {
        byte[] message = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, AsTheyAre, AsTheyAre);
        var admin = new Metadata { { "x-api-key", ServedV2.AdminKey } };

        return Fails(
            StatusCode.InvalidArgument, $"The message to /{service}/{name} is no ",
            () => served.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(admin), message));
    }

    [Fact]
    public async Task Are_the_callers_mistake_in_a_stream_too()
    {
        var method = new Method<byte[], byte[]>(
            MethodType.DuplexStreaming, "grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo", AsTheyAre, AsTheyAre);
        using AsyncDuplexStreamingCall<byte[], byte[]> call =
            served.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(method, null, new CallOptions());
        await call.RequestStream.WriteAsync([8, 128]);

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains("is no ServerReflectionRequest in protobuf", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_keys_are_checked_before()
    {
        var method = new Method<byte[], byte[]>(
            MethodType.Unary, "inference.GRPCInferenceService", "RepositoryModelLoad", AsTheyAre, AsTheyAre);

        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => served.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), [8]).ResponseAsync);

        Assert.Equal(StatusCode.Unauthenticated, error.StatusCode);
    }

    [Fact]
    public async Task Unknown_fields_are_passed_over() =>
        Assert.True((await served.Channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], ServerLiveResponse>(
                MethodType.Unary, "inference.GRPCInferenceService", "ServerLive", AsTheyAre,
                Marshallers.Create<ServerLiveResponse>(_ => [], ServerLiveResponse.Parser.ParseFrom)),
            null, new CallOptions(), [0x78, 1])).Live);
}
