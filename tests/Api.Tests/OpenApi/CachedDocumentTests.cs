using System.Net;
using System.Net.Http.Headers;
using Fovea.Api.Startup;
using Fovea.Api.Tests.Support;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Fovea.Api.Tests.OpenApi;

/// <summary>The document is made once, and says at any time what it would say if it were made then.</summary>
public sealed class CachedDocumentTests
{
    private const string Address = "/openapi/v1.json", AdminKey = "an-admin-key-0123456789";

    [Fact]
    public async Task Many_who_ask_at_once_get_what_is_made_once()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""));

        byte[][] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => factory.Client.Get(Address).Bytes("application/json")));

        Assert.All(answers, answer => Assert.Equal(answers[0], answer));
        Assert.Equal(1, TimesMade(factory));
    }

    [Fact]
    public async Task It_equals_the_document_that_is_made_now_below_any_path()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Proxy:Trusted", "127.0.0.1"));

        for (int i = 0; i < 10; i++)
        {
            string prefix = i == 0 ? "" : $"/path-{i}/of.a_proxy";
            using HttpResponseMessage response = await AskAsync(factory, prefix);
            Assert.Equal(await MadeNowAsync(factory, i == 0 ? "/" : prefix), await response.Content.ReadAsStringAsync());
        }

        Assert.Equal(1, TimesMade(factory));
    }

    [Fact]
    public async Task It_changes_with_the_model_that_its_examples_name()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Models:Default", "colours"), ("Security:AdminKey", AdminKey));
        factory.Client.DefaultRequestHeaders.Add("X-API-Key", AdminKey);
        string before = await factory.Client.GetStringAsync(new Uri(Address, UriKind.Relative));

        await factory.Client.Post("/models/colours/unload", null).Json();
        string after = await factory.Client.GetStringAsync(new Uri(Address, UriKind.Relative));

        Assert.NotEqual(before, after);
        Assert.Equal(await MadeNowAsync(factory, "/"), after);
        Assert.Equal(2, TimesMade(factory));
    }

    [Fact]
    public async Task Who_has_it_is_told_so()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""), ("Proxy:Trusted", "127.0.0.1"));
        foreach (string prefix in (string[])["", "/a", "/a/b"])
        {
            using HttpResponseMessage first = await AskAsync(factory, prefix);
            using HttpResponseMessage same = await AskAsync(factory, prefix, first.Headers.ETag);
            using HttpResponseMessage elsewhere = await AskAsync(factory, "/elsewhere", first.Headers.ETag);

            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            Assert.Equal(first.Headers.ETag, same.Headers.ETag);
            Assert.Empty(await same.Content.ReadAsByteArrayAsync());
            Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        }
    }

    [Theory]
    [InlineData("/swagger/index.html")]
    [InlineData("/swagger/fovea.js")]
    [InlineData("/swagger/fovea.css")]
    [InlineData("/swagger/swagger-ui-bundle.js")]
    [InlineData("/")]
    [InlineData("/page/main.js")]
    [InlineData("/models/digits/layers")]
    public async Task Who_has_a_file_is_told_so(string address)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", ""));
        using HttpResponseMessage first = await factory.Client.Get(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using HttpResponseMessage again = await factory.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    private static int TimesMade(ApiFactory factory) => factory.Services.GetRequiredService<CachedDocument>().TimesMade;

    /// <summary>The document as the framework makes it, with the path in its only place.</summary>
    private static async Task<string> MadeNowAsync(ApiFactory factory, string prefix)
    {
        OpenApiDocument document = await factory.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>("v1").GetOpenApiDocumentAsync();
        document.Servers = [new OpenApiServer { Url = prefix }];
        return CachedDocument.Write(document);
    }

    private static Task<HttpResponseMessage> AskAsync(ApiFactory factory, string prefix, EntityTagHeaderValue? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Address, UriKind.Relative));
        if (prefix.Length > 0)
            request.Headers.Add("X-Forwarded-Prefix", prefix);
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return factory.Client.SendAsync(request);
    }
}
