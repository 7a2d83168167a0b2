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
        int port = ServerProcess.FreePort();
        string urls = $"--urls http://127.0.0.1:{port}";
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The signal to end is sent with kill.");
        (int before, _) = await ServerProcess.RunAsync($"{urls} --healthcheck");
        using ServerProcess server = ServerProcess.Start(urls, ("Shutdown__Delay", "00:00:02"));
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);

        (int during, string health) = await ServerProcess.RunAsync($"--healthcheck {urls}");
        Task<HttpResponseMessage> answer = client.Post("/predict", HttpCalls.Image(Pictures.Red));
        server.Terminate();
        await ServerProcess.UntilAsync(client, HttpStatusCode.ServiceUnavailable);
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
        int port = ServerProcess.FreePort();
        (string, string) setting = (variable, value.Replace("{0}", $"{port}", StringComparison.Ordinal));
        using ServerProcess server = ServerProcess.Start("--Shutdown:Delay 0", setting);

        Assert.Equal(port, (await server.AddressAsync()).Port);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);
        Assert.Equal(0, (await ServerProcess.RunAsync("--healthcheck", setting)).ExitCode);
    }

    [Theory]
    [InlineData("--Models:Path /no/such/folder", "/no/such/folder")]
    [InlineData("--Models:Default nothing", "nothing")]
    [InlineData("--Models:Pathh models", "Pathh")]
    [InlineData("--Limits:MaxBodyBytes 0", "Limits:MaxBodyBytes")]
    [InlineData("--Limits:MaxBodyBytes many", "Limits:MaxBodyBytes")]
    [InlineData("--ImageStore:Ttl -00:00:01", "ImageStore:Ttl")]
    [InlineData("--Security:AdminKey secret", "Security:AdminKey")]
    [InlineData("--Security:ApiKeyFile /no/such/file", "/no/such/file")]
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
    public async Task A_slow_upload_in_flight_is_finished_within_the_limit()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The signal to end is sent with kill.");
        using ServerProcess server = ServerProcess.Start(
            "--urls http://127.0.0.1:0 --Shutdown:Delay 00:00:00.2 --Shutdown:Timeout 00:00:30");
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);
        using var upload = new SlowContent(Pictures.Red);
        Task<HttpResponseMessage> answer = client.Post("/predict", upload);
        await upload.Begun;

        server.Terminate();
        await server.UntilRefusedAsync(client.BaseAddress!);
        upload.Finish();

        Assert.Single((await answer.Json())["results"]!.AsArray());
        Assert.Equal(0, await server.WaitForExitAsync());
    }

    [Fact]
    public async Task An_upload_that_never_ends_does_not_keep_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "The signal to end is sent with kill.");
        using ServerProcess server = ServerProcess.Start("--urls http://127.0.0.1:0 --Shutdown:Delay 0 --Shutdown:Timeout 00:00:01");
        using var client = new HttpClient { BaseAddress = await server.AddressAsync() };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);
        using var upload = new SlowContent(Pictures.Red);
        Task<HttpResponseMessage> answer = client.Post("/predict", upload);
        await upload.Begun;

        server.Terminate();
        int exitCode = await server.WaitForExitAsync();

        upload.Finish();
        Assert.Equal(0, exitCode);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
    }

    [Theory]
    [InlineData("0x10000000", 256, 32, 4)]
    [InlineData("0x200000000", 8192, 1024, 8)]
    public async Task Pools_follow_the_memory_that_the_process_may_use(string limit, int memory, int arenas, int images)
    {
        using ServerProcess server = ServerProcess.Start(
            "--urls http://127.0.0.1:0", ("DOTNET_GCHeapHardLimit", limit), ("DOTNET_PROCESSOR_COUNT", "3"));

        await server.AddressAsync();

        Assert.Contains(
            $"Processors: 3; memory: {memory} MiB; kept for runs: up to {arenas} MiB; kept images: up to {images} MiB;", server.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_folder_is_logged_with_its_full_path()
    {
        using var models = new TestModels();
        using ServerProcess server = ServerProcess.Start($"--urls http://127.0.0.1:0 --Models:Path {models.Folder}/.");

        await server.AddressAsync();

        Assert.Contains(models.Folder, server.Output, StringComparison.Ordinal);
    }
}
