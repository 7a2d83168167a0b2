using System.Net;
using System.Net.Sockets;
using Fovea.Api.OpenInference.Grpc.Schema;
using Grpc.Net.Client;

namespace Fovea.Api.Tests.Support;

/// <summary>One service with gRPC, administration and models of every element type, shared by the classes of a collection.</summary>
public sealed class ServedV2 : IAsyncLifetime
{
    public const string AdminKey = "the-key-of-the-tests";

    private readonly TestModels _models = new TestModels().AddGood().AddTyped().Add("truncated", TestModels.Colours(-1)[..^40]);
    private ApiFactory? _factory;
    private GrpcChannel? _channel;

    public HttpClient Client => _factory!.Client;

    public GrpcChannel Channel => _channel!;

    internal GRPCInferenceService.GRPCInferenceServiceClient Rpc => new(_channel!);

    public int Port { get; } = FreePort();

    /// <summary>A port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask InitializeAsync()
    {
        _factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", _models.Folder), ("Grpc:Port", $"{Port}"), ("Security:AdminKey", AdminKey), ("Limits:MaxBodyBytes", "1000000"),
            ("Limits:MaxFiles", "5"));
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{Port}");
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }
}

/// <summary>Classes that share <see cref="ServedV2"/>.</summary>
[CollectionDefinition(nameof(ServedV2))]
public sealed class ServedV2Group : ICollectionFixture<ServedV2>;
