using Fovea.Api.Tests.Support;
using Microsoft.Playwright;

namespace Fovea.Api.Tests.Security;

/// <summary>The service below a path of a real reverse proxy: calls follow its links, and a browser uses Swagger UI.</summary>
public sealed class BehindProxyTests
{
    private const string Path = "/on/fovea";

    public static TheoryData<string, string, bool, string?> Proxies => new()
    {
        { "Proxy:Trusted", "127.0.0.1", true, Path },
        { "Proxy:PathBase", Path, true, null },
        { "Proxy:PathBase", Path, false, null },
    };

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task Links_lead_where_they_say(string setting, string value, bool takesOff, string? says)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), (setting, value));
        await using ReverseProxy proxy = await ReverseProxy.StartAsync(factory.Client.BaseAddress!, Path, takesOff, says);
        using var client = new HttpClient { BaseAddress = proxy.Address };

        string model = (await client.Get($"{Path}/models").Json())["models"]![0]!.Text("href");
        string layers = (await client.Get(model).Json()).Text("layersHref");
        string map = (await client.Get(layers).Json())["layers"]![0]!.Text("href");
        await client.Post(map, HttpCalls.Image(Pictures.Red)).Json();
        using HttpResponseMessage root = await client.Get($"{Path}/swagger/index.html");
        using HttpResponseMessage page = await client.Get($"{Path}/swagger");

        Assert.All([root, page], response => Assert.Equal($"{Path}/swagger/index.html", response.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.All([root, page], response => Assert.Equal(200, (int)response.StatusCode));
    }

    [Theory]
    [MemberData(nameof(Proxies))]
    public async Task Swagger_works_in_a_browser(string setting, string value, bool takesOff, string? says)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), (setting, value));
        await using ReverseProxy proxy = await ReverseProxy.StartAsync(factory.Client.BaseAddress!, Path, takesOff, says);
        await using SwaggerBrowser swagger = await SwaggerBrowser.OpenAsync(proxy.Address, $"{Path}/swagger/index.html");

        ILocator predict = await swagger.UnfoldAsync("predict");
        IResponse response = await swagger.ExecuteAsync(predict, SwaggerBrowser.Sample("digit-7.png"));

        Assert.Equal((200, new Uri(proxy.Address, $"{Path}/predict?format=json").ToString()), (response.Status, response.Url));
        Assert.True(swagger.Complaints.Count == 0, string.Join("; ", swagger.Complaints));
    }

    /// <summary>Who is not trusted cannot lead links elsewhere: without a setting the service is seen at the root.</summary>
    [Fact]
    public async Task A_proxy_that_is_not_trusted_changes_nothing()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Proxy:Trusted", "192.0.2.1"));
        await using ReverseProxy proxy = await ReverseProxy.StartAsync(factory.Client.BaseAddress!, Path, takesOff: true, Path);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = proxy.Address };

        using HttpResponseMessage root = await client.Get($"{Path}/");

        Assert.Contains(
            "<base href=\"/\">", await root.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("/models/digits", (await client.Get($"{Path}/models").Json())["models"]![0]!.Text("href"));
    }
}
