using System.Net;
using System.Text.Json.Nodes;
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
    [InlineData(null, "same-origin", "same-origin", "same-origin")]
    [InlineData(Allowed, "cross-origin", "cross-origin", "same-origin")]
    [InlineData(Other, "cross-origin", "same-origin", "same-origin")]
    [InlineData("*", "cross-origin", "cross-origin", "cross-origin")]
    public async Task What_pages_of_other_origins_may_load_follows_what_they_may_call(
        string? origins, string picture, string called, string other)
    {
        (string, string)[] cors = origins is null ? [] : [("Cors:Origins", origins)];
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync([("Models:Path", ""), .. cors]);

        using HttpResponseMessage map = await factory.Client.Post("/featuremaps/relu1?format=png", HttpCalls.Image(Pictures.Red));
        using HttpResponseMessage call = await CallAsync(factory, Allowed);
        using HttpResponseMessage models = await factory.Client.Get("/models");

        Assert.Equal(
            [picture, called, other],
            new[] { map, call, models }.Select(answer => answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single()));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(Allowed, true)]
    [InlineData("*", true)]
    public async Task A_page_of_another_origin_shows_a_feature_map_in_a_browser(string? origins, bool shown)
    {
        (string, string)[] cors = origins is null ? [] : [("Cors:Origins", origins)];
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync([("Models:Path", ""), .. cors]);
        JsonNode answer = await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json();
        string id = answer["results"]![0]!.Text("id");
        // Its own page is at another port, which is another origin.
        await using ReverseProxy elsewhere = await ReverseProxy.StartAsync(factory.Client.BaseAddress!, "/nothing", takesOff: true, null);
        await using SwaggerBrowser browser = await SwaggerBrowser.StartAsync();
        await browser.Page.GotoAsync(elsewhere.Address.ToString());

        int width = await browser.Page.EvaluateAsync<int>(
            """
            address => new Promise(done => {
              const picture = new Image();
              picture.onload = () => done(picture.naturalWidth);
              picture.onerror = () => done(0);
              picture.src = address;
            })
            """,
            new Uri(factory.Client.BaseAddress!, $"/featuremaps/relu1?image={id}&format=png").ToString());

        Assert.Equal(shown, width > 0);
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
