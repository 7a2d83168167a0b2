using System.Net.Sockets;
using System.Security.Cryptography;
using Fovea.Api.Options.Settings;
using Fovea.Api.Server;
using Microsoft.AspNetCore.Connections;

namespace Fovea.Api.Startup;

/// <summary>What keeps the server from listening, in one sentence instead of a trace.</summary>
internal static class StartErrors
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Keeps the host from logging with its trace what is said in a sentence.</summary>
    public static void AddStartErrors(this WebApplicationBuilder builder)
    {
        var start = new Start();
        builder.Services.AddSingleton(start);
        builder.Logging.AddFilter(HostCategory, level => level >= LogLevel.Information && (start.IsOver || level != LogLevel.Error));
    }

    /// <summary>Runs the server to its end; returns the exit code: 0, or 1 when it could not listen.</summary>
    public static async Task<int> RunAsync(WebApplication app)
    {
        Start start = app.Services.GetRequiredService<Start>();
        // A host that has failed is disposed, and its services with it.
        IConfiguration configuration = app.Configuration;
        app.Lifetime.ApplicationStarted.Register(() => start.IsOver = true);
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (!start.IsOver && Describe(e, configuration) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static string? Describe(Exception error, IConfiguration configuration)
    {
        string addresses = string.Join(", ", ServerAddress.Configured(configuration));
        return error switch
        {
            InvalidConfigurationException => error.Message,
            IOException { InnerException: AddressInUseException } => InUse(error.Message, configuration),
            SocketException socket => $"The server cannot listen on {addresses}: {socket.Message}. {Elsewhere(configuration)}",
            InvalidOperationException when error.Message.Contains("HTTPS endpoint", StringComparison.Ordinal) =>
                $"An https address needs a certificate, and there is none for {addresses}. Name its file with " +
                "--Kestrel:Certificates:Default:Path and --Kestrel:Certificates:Default:KeyPath; docs/serving.md, TLS, has an example.",
            CryptographicException => $"The certificate for {addresses} cannot be read: {error.Message}",
            IOException or UnauthorizedAccessException => $"The server cannot listen on {addresses}: {error.Message}",
            _ => null,
        };
    }

    private static string InUse(string message, IConfiguration configuration)
    {
        // Kestrel writes: Failed to bind to address http://127.0.0.1:8080: address already in use.
        string address = message.Split(' ').FirstOrDefault(word => word.Contains("://", StringComparison.Ordinal))?.TrimEnd(':') ?? message;
        bool grpc = configuration["Grpc:Port"] is { Length: > 0 } port && address.EndsWith($":{port}", StringComparison.Ordinal);
        return $"The address {address} is in use by another program. " +
            (grpc ? "Choose another port for gRPC with --Grpc:Port." : Elsewhere(configuration));
    }

    private static string Elsewhere(IConfiguration configuration) => ServerAddress.HasKestrelEndpoints(configuration)
        ? "Choose another address in Kestrel:Endpoints."
        : "Choose another address with --urls, such as --urls http://localhost:8081.";

    private sealed class Start
    {
        private volatile bool _over;

        public bool IsOver
        {
            get => _over;
            set => _over = value;
        }
    }
}
