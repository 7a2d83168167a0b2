using System.Net;
using Fovea.Api.Http;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Fovea.Api.Tests.Support.RawGrpc;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>Messages that are too long, too many for the memory, or never end: each is refused before anything is made of it.</summary>
public sealed class ReceivedMessageTests : IAsyncLifetime
{
    private const string Infer = "inference.GRPCInferenceService/ModelInfer";
    private const string Reflection = "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
    private const string InvalidArgument = "3", DeadlineExceeded = "4", ResourceExhausted = "8";
    private const int MaxBody = 4_000_000;

    private readonly LogRecords _log = new();
    private readonly int _port = ServedV2.FreePort();
    private readonly RawGrpc _client;
    private ApiFactory? _factory;

    public ReceivedMessageTests() => _client = new RawGrpc(_port, TimeSpan.FromSeconds(60));

    private UploadBudget Budget => _factory!.Services.GetRequiredService<UploadBudget>();

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        services => services.AddLogging(logging => logging.AddProvider(_log)), ("Grpc:Port", $"{_port}"),
        ("Limits:MaxBodyBytes", $"{MaxBody}"), ("Limits:MaxUploadBytes", "20MiB"));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _factory!.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData("inference.GRPCInferenceService/ServerLive")]
    [InlineData("inference.GRPCInferenceService/RepositoryIndex")]
    [InlineData("grpc.health.v1.Health/Check")]
    [InlineData(Reflection)]
    public async Task Names_need_no_long_message(string call)
    {
        Assert.Equal(ResourceExhausted, (await _client.CallAsync(call, Frame(new byte[70_000]))).Status);
        Assert.Equal(ResourceExhausted, (await _client.CallAsync(call, Frame(Gzip(new byte[70_000]), flag: 1), "gzip")).Status);
        Assert.Empty(_log.Errors);
        Assert.Equal(0, Budget.Held);
    }

    [Theory]
    [InlineData("inference.GRPCInferenceService/ServerLive")]
    [InlineData(Infer)]
    [InlineData(Reflection)]
    public async Task What_unpacks_without_end_is_not_unpacked(string call)
    {
        byte[] packed = Gzip(new byte[200_000_000]);
        long before = GC.GetTotalAllocatedBytes();
        Assert.Equal(ResourceExhausted, (await _client.CallAsync(call, Frame(packed, flag: 1), "gzip")).Status);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
        Assert.Equal(0, Budget.Held);
    }

    [Fact]
    public async Task A_message_of_a_million_empty_things_is_refused()
    {
        byte[] outputs = new byte[2_000_000];
        for (int i = 0; i < outputs.Length; i += 2)
            outputs[i] = 0x32;

        (string status, string message, _) = await _client.CallAsync(Infer, Frame(outputs));
        Assert.Equal(ResourceExhausted, status);
        Assert.Contains("32768", message, StringComparison.Ordinal);
        Assert.Equal(ResourceExhausted, (await _client.CallAsync(Infer, Frame(Gzip(outputs), flag: 1), "gzip")).Status);
        Assert.Empty(_log.Errors);
    }

    /// <summary>Twelve that stand still: those that find no room are told when to try again, the others are given up.</summary>
    [Fact]
    public async Task Those_that_never_end_hold_no_more_than_all_may()
    {
        byte[] start = Frame(new byte[MaxBody - 1000])[..(MaxBody - 2000)];
        RawAnswer[] answers =
            await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => _client.CallAsync(Infer, new Unfinished(start))));

        Assert.All(answers, answer => Assert.True(answer.Status is DeadlineExceeded or ResourceExhausted, answer.Message));
        Assert.InRange(answers.Count(answer => answer.Status == ResourceExhausted), 6, 11);
        Assert.All(
            answers.Where(answer => answer.Status == ResourceExhausted), answer => Assert.Equal("1", answer.RetryAfter));
        Assert.Equal(0, Budget.Held);
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task An_ordinary_call_is_answered_and_leaves_nothing_behind()
    {
        Assert.Equal(InvalidArgument, (await _client.CallAsync(Infer, Frame([]))).Status);
        Assert.Equal("0", (await _client.CallAsync("inference.GRPCInferenceService/ServerLive", Frame(Gzip([]), flag: 1), "gzip")).Status);
        Assert.Equal("12", (await _client.CallAsync("inference.GRPCInferenceService/ServerLive", Frame([1], flag: 1), "snappy")).Status);
        Assert.Equal(0, Budget.Held);
    }

    private sealed class Unfinished(byte[] start) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(start);
            await stream.FlushAsync();
            await Task.Delay(TimeSpan.FromSeconds(30));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
