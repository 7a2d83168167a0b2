using System.Net;
using Fovea.Api.Security;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Security;

/// <summary>Calls that a browser makes for pages of other origins.</summary>
public sealed class CorsTests
{
    private const string Allowed = "https://app.example.org", Other = "https://other.example.org";

    [Fact]
    public async Task By_default_no_origin_is_allowed()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""));

        using HttpResponseMessage preflight = await PreflightAsync(factory, Allowed);
        using HttpResponseMessage call = await CallAsync(factory, Allowed);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, preflight.StatusCode);
        Assert.All([preflight, call], response => Assert.False(response.Headers.Contains("Access-Control-Allow-Origin")));
    }

    [Theory]
    [InlineData(Allowed, Allowed)]
    [InlineData(Other, null)]
    [InlineData($"{Allowed}:8443", null)]
    [InlineData("http://app.example.org", null)]
    public async Task Named_origins_are_allowed_and_their_preflight_needs_no_key(string origin, string? expected)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", ""), ("Cors:Origins", $"https://first.example.org; {Allowed}"));
        await using ApiFactory guarded = ApiFactory.Start(null, ("Cors:Origins", Allowed), ("Security:ApiKey", AccessControlTests.DataKey));

        using HttpResponseMessage preflight = await PreflightAsync(guarded, origin);
        using HttpResponseMessage call = await CallAsync(factory, origin);

        Assert.Equal(HttpStatusCode.NoContent, preflight.StatusCode);
        Assert.All(
            [preflight, call],
            response => Assert.Equal(
                expected, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null));
        Assert.False(preflight.Headers.Contains("Access-Control-Allow-Credentials"));
        if (expected is null)
            return;
        Assert.Contains(
            Client.KeyHeader, preflight.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Server-Timing", call.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        Assert.Contains("Origin", call.Headers.Vary);
    }

    [Fact]
    public async Task Errors_too_can_be_read_by_named_origins()
    {
        await using ApiFactory factory = ApiFactory.Start(null, ("Cors:Origins", Allowed), ("Security:ApiKey", AccessControlTests.DataKey));

        using HttpResponseMessage call = await CallAsync(factory, Allowed);

        Assert.Equal(HttpStatusCode.Unauthorized, call.StatusCode);
        Assert.Equal(Allowed, call.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Any_origin_can_be_allowed()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Cors:Origins", "*"));

        using HttpResponseMessage call = await CallAsync(factory, Other);

        Assert.Equal("*", call.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Theory]
    [InlineData(null, "same-origin")]
    [InlineData(Allowed, "cross-origin")]
    [InlineData("*", "cross-origin")]
    public async Task Pages_of_other_origins_may_show_pictures_where_any_are_allowed(string? origins, string expected)
    {
        (string, string)[] cors = origins is null ? [] : [("Cors:Origins", origins)];
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync([("Models:Path", ""), .. cors]);

        Assert.Equal(expected, await ResourcePolicyAsync(factory, "/featuremaps/relu1?format=png"));
        Assert.Equal("same-origin", await ResourcePolicyAsync(factory, "/featuremaps/relu1?format=json"));
        Assert.Equal("same-origin", await ResourcePolicyAsync(factory, "/swagger/favicon-16x16.png"));
    }

    private static async Task<string> ResourcePolicyAsync(ApiFactory factory, string address)
    {
        using HttpResponseMessage call = address.StartsWith("/featuremaps", StringComparison.Ordinal)
            ? await factory.Client.Post(address, HttpCalls.Image(Pictures.Red))
            : await factory.Client.Get(address);
        Assert.Equal(HttpStatusCode.OK, call.StatusCode);
        return call.Headers.GetValues("Cross-Origin-Resource-Policy").Single();
    }

    private static Task<HttpResponseMessage> PreflightAsync(ApiFactory factory, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/predict", UriKind.Relative));
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", Client.KeyHeader.ToLowerInvariant());
        return factory.Client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> CallAsync(ApiFactory factory, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/models", UriKind.Relative));
        request.Headers.Add("Origin", origin);
        return factory.Client.SendAsync(request);
    }
}
