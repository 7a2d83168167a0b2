using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Fovea.Api.Tests.Support.RawGrpc;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>Bodies that are no messages of gRPC, as no client library sends them, in calls of every kind.</summary>
public sealed class MalformedFrameTests : IAsyncLifetime
{
    private const string InvalidArgument = "3";

    private static readonly string[] Calls =
    [
        "inference.GRPCInferenceService/ModelInfer", "inference.GRPCInferenceService/ServerLive",
        "inference.GRPCInferenceService/RepositoryIndex", "grpc.health.v1.Health/Check", "grpc.health.v1.Health/Watch",
        "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
    ];

    private readonly LogRecords _log = new();
    private readonly int _port = ServedV2.FreePort();
    private readonly RawGrpc _client;
    private ApiFactory? _factory;

    public MalformedFrameTests() => _client = new RawGrpc(_port, TimeSpan.FromSeconds(30));

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        services => services.AddLogging(logging => logging.AddProvider(_log)), ("Grpc:Port", $"{_port}"));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _factory!.DisposeAsync();
    }

    public static TheoryData<string, byte[], string?> Bodies() => new()
    {
        { "half a header", [0, 0], null },
        { "half a message", Frame([10, 1], length: 100), null },
        { "a length of 4 GiB", Frame([10], length: -1), null },
        { "a flag of 2", Frame([10, 0], flag: 2), null },
        { "a flag of 255", Frame([10, 0], flag: 255), null },
        { "packed, and not said how", Frame(Gzip([10, 0]), flag: 1), null },
        { "no gzip", Frame([1, 2, 3, 4, 5], flag: 1), "gzip" },
        { "gzip with damage", Frame([.. Gzip(new byte[100])[..12], 1, 2, 3, 4, 5, 6, 7, 8], flag: 1), "gzip" },
        { "half a gzip", Frame(Gzip(new byte[100])[..15], flag: 1), "gzip" },
        { "no deflate", Frame([1, 2, 3], flag: 1), "deflate" },
        { "gzip of no message", Frame(Gzip([7]), flag: 1), "gzip" },
        { "no wire type", Frame([7]), null },
        { "an end of no group", Frame([0x0C]), null },
        { "groups without end", Frame([.. Enumerable.Repeat((byte)0x7B, 5000)]), null },
        { "a field 0", Frame([0, 0]), null },
        { "a number without end", Frame([.. Enumerable.Repeat((byte)0xFF, 20)]), null },
        { "a text of negative length", Frame(Convert.FromHexString("0AFFFFFFFFFFFFFFFFFF01")), null },
        { "half a number", Frame(Convert.FromHexString("7D01")), null },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Are_the_callers_mistake(string kind, byte[] body, string? encoding)
    {
        foreach (string call in Calls)
        {
            (string status, string message, _) = await _client.CallAsync(call, body, encoding);
            Assert.True(status == InvalidArgument, $"{call}, {kind}: {status} {message}");
            Assert.NotEmpty(message);
        }

        Assert.Empty(_log.Errors);
    }

    [Theory]
    [InlineData("inference.GRPCInferenceService/ServerLive")]
    [InlineData("grpc.health.v1.Health/Check")]
    public async Task One_message_is_expected(string call)
    {
        Assert.Equal(InvalidArgument, (await _client.CallAsync(call, [])).Status);
        Assert.Equal(InvalidArgument, (await _client.CallAsync(call, [.. Frame([]), .. Frame([])])).Status);
        Assert.Equal(InvalidArgument, (await _client.CallAsync(call, [.. Frame([]), 1])).Status);
        Assert.Equal("0", (await _client.CallAsync(call, Frame([]))).Status);
        Assert.Equal("0", (await _client.CallAsync(call, Frame(Gzip([]), flag: 1), "gzip")).Status);
        Assert.Empty(_log.Errors);
    }
}
