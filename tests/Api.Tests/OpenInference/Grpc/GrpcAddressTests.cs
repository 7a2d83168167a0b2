using System.Text.Json.Nodes;
using Fovea.Api.OpenInference.Grpc.Schema;
using Fovea.Api.Tests.Support;
using Grpc.Net.Client;

namespace Fovea.Api.Tests.OpenInference.Grpc;

/// <summary>Where gRPC listens, beside every way to say where HTTP does.</summary>
public sealed class GrpcAddressTests
{
    [Theory]
    [InlineData("--urls http://127.0.0.1:{0}")]
    [InlineData("--http_ports {0}")]
    [InlineData("--Kestrel:Endpoints:Web:Url http://127.0.0.1:{0}")]
    public async Task The_port_is_added_to_the_addresses_for_http(string arguments)
    {
        (int http, int port) = (ServedV2.FreePort(), ServedV2.FreePort());
        using ServerProcess server = ServerProcess.Start(
            $"{string.Format(System.Globalization.CultureInfo.InvariantCulture, arguments, http)} --Grpc:Port {port}");
        await server.AddressAsync();

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        JsonNode live = await client.Get("/v2/health/live").Json();
        ServerLiveResponse rpc = await new GRPCInferenceService.GRPCInferenceServiceClient(channel)
            .ServerLiveAsync(new(), deadline: DateTime.UtcNow.AddSeconds(30));

        Assert.True(live["live"]!.GetValue<bool>());
        Assert.True(rpc.Live);
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_grpc()
    {
        await using ApiFactory factory = ApiFactory.Start(null);
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri("/inference.GRPCInferenceService/ServerLive", UriKind.Relative));

        using HttpResponseMessage response = await factory.Client.SendAsync(request);

        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_port_that_http_uses_stops_the_start()
    {
        int port = ServedV2.FreePort();

        (int exitCode, string output) = await ServerProcess.RunAsync($"--urls http://127.0.0.1:{port} --Grpc:Port {port}");

        Assert.Equal(1, exitCode);
        Assert.Contains("'Grpc:Port'", output, StringComparison.Ordinal);
        Assert.Contains("port of its own", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_out_of_range_stops_the_start()
    {
        (int exitCode, string output) = await ServerProcess.RunAsync("--Grpc:Port 70000");

        Assert.Equal(1, exitCode);
        Assert.Contains("The setting 'Grpc:Port' is '70000' (command line); expected 1 to 65535.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_tls_an_endpoint_of_kestrel_speaks_grpc_and_http()
    {
        string folder = Directory.CreateTempSubdirectory("fovea-tls-").FullName;
        try
        {
            (string certificate, string thumbprint) = Certificates.Write(folder, "secret");
            int port = ServedV2.FreePort();
            using ServerProcess server = ServerProcess.Start(
                $"--Kestrel:Endpoints:Tls:Url https://127.0.0.1:{port} --Kestrel:Endpoints:Tls:Certificate:Path \"{certificate}\" " +
                "--Kestrel:Endpoints:Tls:Certificate:Password secret");
            await server.AddressAsync();
            using GrpcChannel channel = GrpcChannel.ForAddress(
                $"https://127.0.0.1:{port}", new GrpcChannelOptions { HttpHandler = Trusting(thumbprint), DisposeHttpClient = true });
            using var client = new HttpClient(Trusting(thumbprint)) { BaseAddress = new Uri($"https://127.0.0.1:{port}") };

            Assert.True((await new GRPCInferenceService.GRPCInferenceServiceClient(channel).ServerLiveAsync(new())).Live);
            await client.Get("/v2/health/live").Json();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static SocketsHttpHandler Trusting(string thumbprint)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == thumbprint;
        return handler;
    }
}
