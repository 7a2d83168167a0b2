using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Verbs;

/// <summary>The verb <c>perf</c> against a server that runs.</summary>
public sealed class PerfVerbTests
{
    private static readonly string Image = Path.Combine(Repository.Root, "docs", "samples", "digit-7.png");

    [Fact]
    public async Task It_prints_rate_percentiles_and_the_times_of_the_server()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync();
        string options = $"perf --url {factory.Client.BaseAddress} --image {Image} --model digits --connections 2 --warmup 0 --requests 20";

        (int exitCode, string text) = await ServerProcess.RunAsync(options);
        (int jsonCode, string json) = await ServerProcess.RunAsync($"{options} --json");

        Assert.True((exitCode, jsonCode) == (0, 0), text + json);
        Assert.All(
            new[] { "requests/s", "p50", "p90", "p95", "p99", "max", "compute" },
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        JsonNode report = JsonNode.Parse(json)!;
        JsonNode latency = report["latencyMilliseconds"]!;
        Assert.Equal(20, (int)report["answers"]!);
        Assert.Empty(report["errors"]!.AsObject());
        Assert.InRange((double)latency["p50"]!, 0.001, (double)latency["p99"]!);
        Assert.InRange((double)latency["p99"]!, 0.001, (double)latency["max"]!);
        Assert.True((double)report["requestsPerSecond"]! > 0);
        Assert.NotNull(report["serverMedianMilliseconds"]!["compute"]);
    }

    [Fact]
    public async Task What_the_server_refuses_is_said()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync();

        (int exitCode, string output) = await ServerProcess.RunAsync(
            $"perf --url {factory.Client.BaseAddress} --image {Image} --model digitz");

        Assert.Equal(1, exitCode);
        Assert.Contains("answers 404", output, StringComparison.Ordinal);
        Assert.Contains("'digits'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_ends_meanwhile_is_a_failure()
    {
        using ServerProcess server = ServerProcess.Start("--urls http://127.0.0.1:0");
        Uri address = await server.AddressAsync();
        using var client = new HttpClient { BaseAddress = address };
        await ServerProcess.UntilAsync(client, HttpStatusCode.OK);

        Task<(int ExitCode, string Output)> perf = ServerProcess.RunAsync(
            $"perf --url {address} --image {Image} --model digits --warmup 0 --duration 10s");
        for (int waits = 0; waits < 600 && !await HasAnsweredAsync(client); waits++)
            await Task.Delay(50);
        server.Kill();
        (int exitCode, string output) = await perf;

        Assert.Equal(1, exitCode);
        Assert.Contains("no answer", output, StringComparison.Ordinal);
    }

    private static async Task<bool> HasAnsweredAsync(HttpClient client) =>
        (await client.Get("/v2/models/digits/stats").Json())["model_stats"]![0]!["inference_count"]!.GetValue<long>() > 10;

    [Theory]
    [InlineData("--image /no/such/image.png", "The image '/no/such/image.png' cannot be read")]
    [InlineData("--image IMAGE", "does not answer")]
    public async Task What_is_not_there_is_said(string options, string expected)
    {
        (int exitCode, string output) = await ServerProcess.RunAsync(
            $"perf --url http://127.0.0.1:{ServerProcess.FreePort()} {options.Replace("IMAGE", Image, StringComparison.Ordinal)}");

        Assert.Equal(1, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split(Environment.NewLine));
    }
}
