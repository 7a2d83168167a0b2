using System.Net;
using System.Net.Sockets;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Startup;

/// <summary>The program from outside: how it starts, reports its health, and ends.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task It_serves_reports_its_health_and_ends_when_told()
    {
        int port = FreePort();
        string urls = $"--urls http://127.0.0.1:{port}";
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The signal to end is sent with kill.");
        (int before, _) = await ServerProcess.RunAsync($"{urls} --healthcheck");
        using ServerProcess server = ServerProcess.Start(urls, ("Shutdown__Delay", "00:00:02"));
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await UntilReady(client);

        (int during, string health) = await ServerProcess.RunAsync($"--healthcheck {urls}");
        Task<HttpResponseMessage> answer = client.Post("/predict", HttpCalls.Image(Pictures.Red));
        server.Terminate();
        await UntilNotReady(client);
        await client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json();
        await answer.Json();
        int exitCode = await server.WaitForExitAsync();

        Assert.Equal((1, 0, 0), (before, during, exitCode));
        Assert.Contains("200", health, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://127.0.0.1:{0}")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "{0}")]
    [InlineData("Kestrel__Endpoints__Main__Url", "http://127.0.0.1:{0}")]
    public async Task An_address_is_taken_from_any_of_the_frameworks_settings(string variable, string value)
    {
        int port = FreePort();
        (string, string) setting = (variable, value.Replace("{0}", $"{port}", StringComparison.Ordinal));
        using ServerProcess server = ServerProcess.Start("--Shutdown:Delay 0", setting);

        Assert.Equal(port, (await server.AddressAsync()).Port);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await UntilReady(client);
        Assert.Equal(0, (await ServerProcess.RunAsync("--healthcheck", setting)).ExitCode);
    }

    [Theory]
    [InlineData("--Models:Path /no/such/folder", "/no/such/folder")]
    [InlineData("--Models:Default nothing", "nothing")]
    [InlineData("--Models:Pathh models", "Pathh")]
    [InlineData("--Limits:MaxBodyBytes 0", "Limits:MaxBodyBytes")]
    [InlineData("--Limits:MaxBodyBytes many", "Limits:MaxBodyBytes")]
    [InlineData("--ImageStore:Ttl -00:00:01", "ImageStore:Ttl")]
    [InlineData("--Batching:MaxSize 0 --Batching:MaxQueue -2", "Batching:MaxQueue")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string arguments, string expected)
    {
        (int exitCode, string output) = await ServerProcess.RunAsync($"--urls http://127.0.0.1:0 {arguments}");

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;

        (int exitCode, string output) = await ServerProcess.RunAsync($"--urls http://127.0.0.1:{port}");

        Assert.Equal(1, exitCode);
        Assert.Contains($"{port}", output, StringComparison.Ordinal);
        Assert.Contains("--urls", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_folder_is_logged_with_its_full_path()
    {
        using var models = new TestModels();
        using ServerProcess server = ServerProcess.Start($"--urls http://127.0.0.1:0 --Models:Path {models.Folder}/.");

        await server.AddressAsync();

        Assert.Contains(models.Folder, server.Output, StringComparison.Ordinal);
    }

    private static async Task UntilReady(HttpClient client) => await Until(client, HttpStatusCode.OK);

    private static async Task UntilNotReady(HttpClient client) => await Until(client, HttpStatusCode.ServiceUnavailable);

    private static async Task Until(HttpClient client, HttpStatusCode expected)
    {
        for (DateTime limit = DateTime.UtcNow.AddSeconds(60); ; await Task.Delay(20))
        {
            using HttpResponseMessage response = await client.Get("/readyz");
            if (response.StatusCode == expected)
                return;
            Assert.True(DateTime.UtcNow < limit, $"/readyz stayed {response.StatusCode}.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
