using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Security;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Security;

/// <summary>How often one client may call.</summary>
public sealed class RateLimitTests
{
    private const string OneKey = "one-client-0123456789", OtherKey = "other-client-0123456789";

    [Fact]
    public async Task Beyond_its_burst_a_client_waits()
    {
        await using ApiFactory factory = await StartAsync(("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "3"));
        await StatusesAsync(factory, 3);

        HttpResponseMessage refused = await factory.Client.Get("/models");

        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 50);
        JsonNode problem = await Task.FromResult(refused).Problem(429, "rate_limited");
        Assert.Contains("0.02 requests per second and 3 at once", problem.Detail(), StringComparison.Ordinal);
        using HttpResponseMessage v2 = await factory.Client.Get("/v2/anything");
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/json"), (v2.StatusCode, v2.Content.Headers.ContentType!.MediaType));
        Assert.Contains("RateLimit", await v2.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_bucket_fills_again()
    {
        await using ApiFactory factory = await StartAsync(("RateLimit:RequestsPerSecond", "4"), ("RateLimit:Burst", "1"));
        Assert.Equal("200 429", await StatusesAsync(factory, 2));

        for (DateTime limit = DateTime.UtcNow.AddSeconds(20); await StatusesAsync(factory, 1) != "200"; await Task.Delay(300))
            Assert.True(DateTime.UtcNow < limit, "The client was never let in again.");
    }

    [Fact]
    public async Task Health_is_never_limited()
    {
        await using ApiFactory factory = await StartAsync(("RateLimit:RequestsPerSecond", "0.02"));
        await StatusesAsync(factory, 2);

        for (int i = 0; i < 5; i++)
        {
            await factory.Client.Get("/livez").Json();
            await factory.Client.Get("/readyz").Json();
        }
    }

    [Fact]
    public async Task Each_key_has_its_own_bucket_and_guesses_share_their_address()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllLinesAsync(file, [OneKey, OtherKey]);
        await using ApiFactory factory = await StartAsync(
            ("Security:ApiKeyFile", file), ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "2"));
        File.Delete(file);

        Assert.Equal("200 200 429", await StatusesAsync(factory, 3, OneKey));
        Assert.Equal("200 200 429", await StatusesAsync(factory, 3, OtherKey));
        Assert.Equal("401", await StatusesAsync(factory, 1, "guessed-key-1-0123456789"));
        Assert.Equal("401", await StatusesAsync(factory, 1, "guessed-key-2-0123456789"));
        Assert.Equal("429", await StatusesAsync(factory, 1, "guessed-key-3-0123456789"));
        Assert.Equal("429", await StatusesAsync(factory, 1));
    }

    [Theory]
    [InlineData(null, "200 429")]
    [InlineData("10.0.0.0/8", "200 429")]
    [InlineData("10.0.0.0/8;127.0.0.1", "200 200")]
    public async Task Only_a_trusted_proxy_says_who_calls(string? trusted, string expected)
    {
        (string, string)[] proxy = trusted is null ? [] : [("Proxy:Trusted", trusted)];
        await using ApiFactory factory = await StartAsync([("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "1"), .. proxy]);

        Assert.Equal(expected, await ForwardedAsync(factory, "203.0.113.1", "203.0.113.2, 10.1.2.3"));
    }

    [Fact]
    public async Task A_forged_hop_is_not_believed()
    {
        await using ApiFactory factory = await StartAsync(
            ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "1"), ("Proxy:Trusted", "127.0.0.1"));

        Assert.Equal("200 429", await ForwardedAsync(factory, "198.51.100.1, 203.0.113.9", "198.51.100.2, 203.0.113.9"));
    }

    [Fact]
    public async Task Addresses_of_one_ipv6_network_are_one_client()
    {
        await using ApiFactory factory = await StartAsync(
            ("RateLimit:RequestsPerSecond", "0.02"), ("RateLimit:Burst", "1"), ("Proxy:Trusted", "127.0.0.1"));

        Assert.Equal("200 429 200", await ForwardedAsync(factory, "2001:db8:1:2::1", "2001:db8:1:2:3::4", "2001:db8:1:3::1"));
    }

    private static Task<ApiFactory> StartAsync(params (string, string)[] settings) =>
        ApiFactory.StartReadyAsync(null, [("Models:Path", ""), .. settings]);

    private static Task<string> StatusesAsync(ApiFactory factory, int count, string? key = null) =>
        AskAsync(factory, Client.KeyHeader, Enumerable.Repeat(key, count));

    private static Task<string> ForwardedAsync(ApiFactory factory, params string[] values) => AskAsync(factory, "X-Forwarded-For", values);

    /// <summary>Asks once per value of the header (null: without it), one after another; returns the statuses.</summary>
    private static async Task<string> AskAsync(ApiFactory factory, string header, IEnumerable<string?> values)
    {
        var statuses = new List<int>();
        foreach (string? value in values)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/models", UriKind.Relative));
            if (value is not null)
                request.Headers.Add(header, value);
            using HttpResponseMessage response = await factory.Client.SendAsync(request);
            statuses.Add((int)response.StatusCode);
        }

        return string.Join(' ', statuses);
    }
}
