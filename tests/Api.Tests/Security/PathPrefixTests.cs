using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Security;

/// <summary>The service below a path: what a trusted proxy says, and what is configured.</summary>
public sealed class PathPrefixTests
{
    private const string Header = "X-Forwarded-Prefix";

    [Theory]
    [InlineData("/fovea", "/fovea")]
    [InlineData("/fovea/", "/fovea")]
    [InlineData("/a/b-c_d.1", "/a/b-c_d.1")]
    [InlineData("//elsewhere.example.org", "")]
    [InlineData("/a/../b", "")]
    [InlineData("/%2e%2e/b", "")]
    [InlineData("/<script>", "")]
    [InlineData("https://elsewhere.example.org", "")]
    [InlineData("/", "")]
    [InlineData("", "")]
    public async Task A_trusted_proxy_says_where_the_service_is_seen_if_it_is_a_plain_path(string said, string expected)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Proxy:Trusted", "127.0.0.1"));

        await HasLinksBelowAsync(factory.Client, expected, "", said);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.0.0.0/8")]
    public async Task Nobody_else_does(string? trusted)
    {
        (string, string)[] proxy = trusted is null ? [] : [("Proxy:Trusted", trusted)];
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync([("Models:Path", ""), .. proxy]);

        await HasLinksBelowAsync(factory.Client, "", "", "/fovea");
    }

    [Theory]
    [InlineData("/fovea", "")]
    [InlineData("/fovea", "/fovea")]
    [InlineData("/some/where", "/some/where")]
    public async Task A_configured_path_is_seen_whether_it_is_taken_off_or_not(string configured, string sent)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Proxy:PathBase", configured));

        await HasLinksBelowAsync(factory.Client, configured, sent, null);
    }

    [Theory]
    [InlineData("", "/outside", "/outside")]
    [InlineData("/fovea", "/fovea", "/fovea")]
    [InlineData("/fovea", "/outside", "/outside/fovea")]
    public async Task What_a_trusted_proxy_says_stands_before_a_configured_path(string sent, string said, string expected)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", ""), ("Proxy:PathBase", "/fovea"), ("Proxy:Trusted", "127.0.0.1"));

        await HasLinksBelowAsync(factory.Client, expected, sent, said);
    }

    [Fact]
    public async Task A_path_that_only_begins_alike_is_another()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Proxy:PathBase", "/fovea"));

        JsonNode problem = await factory.Client.Get("/foveate/models").Problem(404, "not_found");

        Assert.Equal("There is nothing at /fovea/foveate/models. /fovea/swagger shows what there is.", problem.Detail());
    }

    [Fact]
    public async Task Layers_whose_names_need_care_are_found_below_a_path()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Proxy:PathBase", "/featuremaps/of"));
        JsonNode list = await factory.Client.Get("/featuremaps/of/models/odd-names/layers").Json();

        foreach (JsonNode? layer in list["layers"]!.AsArray())
        {
            JsonNode map = await factory.Client.Post(layer!.Text("href"), HttpCalls.Image(Pictures.Red)).Json();
            Assert.Equal(layer!.Text("name"), map.Text("layer"));
        }
    }

    [Fact]
    public async Task Keys_and_planes_are_those_of_the_calls_wherever_they_are_seen()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("Proxy:PathBase", "/fovea"), ("Security:ApiKey", AccessControlTests.DataKey));

        foreach (string path in (string[])["/fovea/models", "/fovea/metrics", "/models", "/metrics"])
            await factory.Client.Get(path).Problem(401, "unauthorized");
        using HttpResponseMessage live = await factory.Client.Get("/fovea/livez");
        using HttpResponseMessage documentation = await factory.Client.Get("/fovea/swagger/index.html");
        Assert.Equal((200, 200), ((int)live.StatusCode, (int)documentation.StatusCode));
        Assert.Contains("script-src 'self'", documentation.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    /// <summary>The page, the document, the links of models and layers, and errors name the path.</summary>
    /// <param name="client">Calls the service.</param>
    /// <param name="expected">The path before the addresses in answers.</param>
    /// <param name="sent">The path before the addresses of calls.</param>
    /// <param name="said">What the proxy says.</param>
    private static async Task HasLinksBelowAsync(HttpClient client, string expected, string sent, string? said)
    {
        using HttpResponseMessage root = await GetAsync(client, $"{sent}/", said);
        JsonNode document = await GetAsync(client, $"{sent}/openapi/v1.json", said).Json();
        JsonNode list = await GetAsync(client, $"{sent}/models", said).Json();
        JsonNode model = await GetAsync(client, $"{sent}/models/digits", said).Json();
        JsonNode layers = await GetAsync(client, $"{sent}/models/digits/layers", said).Json();
        JsonNode nothing = await GetAsync(client, $"{sent}/nothing", said).Problem(404, "not_found");

        Assert.Contains($"<base href=\"{expected}/\">", await root.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0 ? "/" : expected, document["servers"]!.AsArray().Single()!.Text("url"));
        Assert.Equal($"{expected}/models/digits", list["models"]![0]!.Text("href"));
        Assert.Equal($"{expected}/models/digits/layers", model.Text("layersHref"));
        Assert.All(
            layers["layers"]!.AsArray(),
            layer => Assert.StartsWith($"{expected}/featuremaps/", layer!.Text("href"), StringComparison.Ordinal));
        Assert.Equal($"There is nothing at {expected}/nothing. {expected}/swagger shows what there is.", nothing.Detail());
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string address, string? said)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        if (said is not null)
            request.Headers.TryAddWithoutValidation(Header, said);
        return client.SendAsync(request);
    }
}
