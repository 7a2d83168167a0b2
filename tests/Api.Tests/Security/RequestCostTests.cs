using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Security;
using Fovea.Api.Startup;
using Fovea.Api.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Security;

/// <summary>Every address counts for something, and for what.</summary>
public sealed class RequestCostTests
{
    private const string Origin = "https://app.example.org";

    private static readonly string[] Free =
        ["/livez", "/readyz", "/v2/health/live", "/v2/health/ready", "Health/Check", "Health/Watch", "/ServerLive", "/ServerReady"];

    private static readonly string[] Light =
    [
        "/", "/metrics", "/openapi/v1.json", "/swagger/fovea.js", "/swagger/fovea.css", "/ServerReflectionInfo",
        .. PageFiles.Files.Keys.Select(name => $"/page/{name}"),
    ];

    private static readonly string[] Look =
    [
        "/featuremaps", "/featuremaps/{**layer}", "/weights/{**layer}", "/images/{image}", "/models/{model}/layers",
        "/style-transfers/{job}", "/style-transfers/{job}/image", "/style-transfers/{job}/events", "/style-transfers/{job}/pause",
        "/style-transfers/{job}/resume", "/explanations/{job}", "/explanations/{job}/answer", "/explanations/{job}/events",
        "/predict/jobs/{job}", "/predict/jobs/{job}/events",
        "/models/{model}/graph", "/models/{model}/preprocess",
    ];

    /// <summary>Each is sent until it is refused: the method, the address, and a header.</summary>
    public static TheoryData<string, string, string?> Counted() => new()
    {
        { "GET", "/models", null },
        { "HEAD", "/models", null },
        { "GET", "/nothing", null },
        { "HEAD", "/nothing", null },
        { "GET", "/swaggerish", null },
        { "POST", "/swagger/index.html", null },
        { "DELETE", "/predict", null },
        { "DELETE", "/livez", null },
        { "OPTIONS", "/livez", null },
        { "OPTIONS", "/nothing", null },
        { "OPTIONS", "/predict", "Access-Control-Request-Method" },
        { "OPTIONS", "/livez", "Access-Control-Request-Method" },
        { "GET", "/v2", null },
        { "GET", "/v2/models/digits/ready", null },
        { "POST", "/models/digits/load", null },
        { "GET", "/openapi/v2.json", null },
    };

    [Fact]
    public async Task Every_endpoint_says_what_it_counts_for()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Grpc:Port", $"{ServedV2.FreePort()}"));
        RouteEndpoint[] endpoints = [.. factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

        Assert.Contains(endpoints, endpoint => endpoint.RoutePattern.RawText!.EndsWith("/ModelInfer", StringComparison.Ordinal));
        foreach (RouteEndpoint endpoint in endpoints.Where(endpoint => !IsOfUnknownCalls(endpoint)))
        {
            string pattern = endpoint.RoutePattern.RawText!;
            RequestCost expected = Free.Any(end => pattern.EndsWith(end, StringComparison.Ordinal)) ? RequestCost.Free
                : Light.Any(end => end == "/" ? pattern == end : pattern.EndsWith(end, StringComparison.Ordinal)) ? RequestCost.Light
                : Look.Contains(pattern) ? RequestCost.Look
                : RequestCost.Full;
            Assert.True(
                endpoint.Metadata.GetMetadata<CostAttribute>()?.Cost == expected,
                $"'{pattern}' has the cost {endpoint.Metadata.GetMetadata<CostAttribute>()?.Cost}, expected {expected}: mark it with " +
                ".WithCost or [Cost], and list it here where it is not Full.");
        }
    }

    [Fact]
    public async Task Looks_have_a_limit_of_their_own()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "1"), ("RateLimit:LookBurst", "3"));
        var statuses = new List<int>();
        for (int i = 0; i < 4; i++)
            statuses.Add((int)(await factory.Client.GetAsync("/models/digits/graph")).StatusCode);

        Assert.Equal([200, 200, 200, 429], statuses);
        Assert.Equal(HttpStatusCode.OK, (await factory.Client.GetAsync("/models/digits")).StatusCode);
        Assert.Contains(
            "RateLimit:LookRequestsPerSecond", await (await factory.Client.GetAsync("/models/digits/layers")).Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Counted))]
    public async Task Whatever_is_asked_counts(string method, string address, string? header)
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "2"), ("Cors:Origins", Origin));

        int[] statuses = [await Ask(), await Ask(), await Ask()];

        Assert.NotEqual(429, statuses[1]);
        Assert.Equal(429, statuses[2]);

        async Task<int> Ask()
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, UriKind.Relative));
            if (header is not null)
            {
                request.Headers.Add("Origin", Origin);
                request.Headers.Add(header, "POST");
            }

            using HttpResponseMessage response = await factory.Client.SendAsync(request);
            Assert.Equal(response.StatusCode == HttpStatusCode.TooManyRequests, response.Headers.RetryAfter is not null);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("/inference.GRPCInferenceService/ServerMetadata")]
    [InlineData("/inference.GRPCInferenceService/NoSuchMethod")]
    [InlineData("/no.such.Service/Method")]
    public async Task Calls_by_gRPC_count_whether_they_exist_or_not(string address)
    {
        int port = ServedV2.FreePort();
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "2"), ("Grpc:Port", $"{port}"));
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        bool[] refused = [await IsRefused(), await IsRefused(), await IsRefused()];

        Assert.Equal([false, false, true], refused);

        async Task<bool> IsRefused()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = HttpCalls.Image(new byte[5], "application/grpc"),
            };
            using HttpResponseMessage response = await client.SendAsync(request);
            return response.Headers.TryGetValues("grpc-status", out IEnumerable<string>? status)
                && status.Single() == $"{(int)StatusCode.ResourceExhausted}";
        }
    }

    [Fact]
    public async Task Documentation_and_metrics_have_a_larger_limit_of_their_own()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "1"), ("RateLimit:LightBurst", "6"));
        using (HttpResponseMessage call = await factory.Client.Get("/models"))
            Assert.Equal(200, (int)call.StatusCode);
        await factory.Client.Get("/models").Problem(429, "rate_limited");

        string[] shown = ["/", "/openapi/v1.json", "/swagger/index.html", "/swagger/swagger-ui-bundle.js", "/swagger/fovea.js", "/metrics"];
        foreach (string address in shown)
        {
            using HttpResponseMessage response = await factory.Client.Get(address);
            Assert.InRange((int)response.StatusCode, 200, 302);
        }

        foreach (string address in shown)
        {
            JsonNode problem = await factory.Client.Get(address).Problem(429, "rate_limited");
            Assert.Contains("0.2 requests per second and 6 at once", problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_larger_limit_can_stand_alone_and_metrics_still_want_their_key()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("RateLimit:LightRequestsPerSecond", "0.02"), ("RateLimit:LightBurst", "2"),
            ("Security:ApiKey", AccessControlTests.DataKey));

        await factory.Client.Get("/metrics").Problem(401, "unauthorized");
        await factory.Client.Get("/metrics").Problem(401, "unauthorized");
        await factory.Client.Get("/metrics").Problem(429, "rate_limited");
        for (int i = 0; i < 5; i++)
            await factory.Client.Get("/models").Problem(401, "unauthorized");
    }

    [Fact]
    public async Task Each_message_of_a_reflection_stream_counts()
    {
        int port = ServedV2.FreePort();
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("RateLimit:LightRequestsPerSecond", "0.02"), ("RateLimit:LightBurst", "3"),
            ("Grpc:Port", $"{port}"));
        using GrpcChannel channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        using AsyncDuplexStreamingCall<ServerReflectionRequest, ServerReflectionResponse> call =
            new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();

        for (int i = 0; i < 3; i++)
        {
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        }

        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    /// <summary>gRPC's own endpoints for services and methods that do not exist, which cannot be marked and count in full.</summary>
    private static bool IsOfUnknownCalls(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText!.Contains("{unimplemented", StringComparison.Ordinal);
}
