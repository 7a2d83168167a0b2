using Fovea.Api.Options;
using Fovea.Api.Options.Settings;
using Fovea.Api.Security;
using Fovea.Api.Server;
using Grpc.AspNetCore.Server;
using Grpc.Reflection;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fovea.Api.OpenInference.Grpc;

/// <summary>
/// gRPC beside HTTP: the inference service, health and reflection. On its own port without TLS (<c>Grpc:Port</c>), and wherever Kestrel is
/// configured to speak HTTP/2: TLS belongs there.
/// </summary>
internal static class GrpcSetup
{
    public static IServiceCollection AddFoveaGrpc(this IServiceCollection services)
    {
        services.AddGrpc(grpc => grpc.Interceptors.Add<GrpcErrorInterceptor>())
            .AddServiceOptions<ReflectionServiceImpl>(grpc => grpc.MaxReceiveMessageSize = CheckedCalls.LongestWithoutTensors);
        services.AddGrpcReflection();
        services.AddOptions<GrpcServiceOptions>().Configure<ServerOptions>((grpc, options) =>
        {
            grpc.MaxReceiveMessageSize = (int)Math.Max(options.Limits.MaxBodyBytes - ReceivedMessage.HeaderBytes, 1);
            grpc.MaxSendMessageSize = null;
            grpc.CompressionProviders = [.. GrpcCompression.All];
        });
        services.AddOptions<KestrelServerOptions>().Configure<ServerOptions, IConfiguration>((kestrel, options, configuration) =>
        {
            if (options.Grpc.Port is not { } port)
                return;
            kestrel.ConfigureEndpointDefaults(listen =>
            {
                if (listen.IPEndPoint?.Port == port)
                    listen.Protocols = HttpProtocols.Http2;
            });
            if (ServerAddress.HasKestrelEndpoints(configuration))
                GrpcAddress.Listen(kestrel, ServerAddress.WithPort(configuration, port));
        });
        return services;
    }

    /// <summary>Listens for gRPC too; the addresses for HTTP stay what they are.</summary>
    /// <exception cref="InvalidConfigurationException">The port is one of theirs.</exception>
    public static void UseGrpcAddress(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ServerOptions>().Grpc.Port is not { } port)
            return;
        IReadOnlyList<string> addresses = ServerAddress.Configured(app.Configuration);
        if (addresses.FirstOrDefault(address => GrpcAddress.PortOf(address) == port) is { } taken)
            throw new InvalidConfigurationException(
                $"The setting 'Grpc:Port' is {port}, which '{taken}' uses already; gRPC without TLS needs a port of its own.");
        if (ServerAddress.HasKestrelEndpoints(app.Configuration))
            return;

        // Addresses that are set here are all that there are.
        if (app.Urls.Count == 0)
        {
            foreach (string address in addresses)
                app.Urls.Add(address);
        }

        app.Urls.Add(ServerAddress.WithPort(app.Configuration, port));
    }

    public static void MapFoveaGrpc(this WebApplication app)
    {
        if (app.Services.GetRequiredService<ServerOptions>().Grpc.Port is null && !ServerAddress.MaySpeakHttp2(app.Configuration))
            return;
        app.MapGrpcService<InferenceService>().Add(CheckedCalls.Add);
        app.MapGrpcService<GrpcHealth>().Add(CheckedCalls.Add);
        app.MapGrpcReflectionService().WithCost(RequestCost.Light);
    }
}
