using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>
/// The repository extension (https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_model_repository.md).
/// </summary>
[Collection(nameof(ServedV2))]
public sealed class V2RepositoryTests(ServedV2 served)
{
    [Fact]
    public async Task The_index_lists_every_version_with_its_state()
    {
        JsonArray index = (await served.Client.Post("/v2/repository/index", V2Calls.JsonBody("{}")).Json()).AsArray();

        JsonNode Entry(string name, string version) =>
            index.Single(entry => entry!.Text("name") == name && entry!.Text("version") == version)!;
        Assert.Equal("""{"name":"colours","version":"1","state":"READY","reason":""}""", Entry("colours", "1").ToJsonString());
        Assert.Equal("READY", Entry("versions", "2").Text("state"));
        Assert.Equal("UNAVAILABLE", Entry("truncated", "1").Text("state"));
        Assert.NotEmpty(Entry("truncated", "1").Text("reason"));
    }

    [Fact]
    public async Task The_index_may_list_only_what_answers()
    {
        JsonArray index = (
            await served.Client.Post("/v2/repository/index", V2Calls.JsonBody("""{"ready":true,"repository_name":""}""")).Json()).AsArray();
        JsonArray all = (await served.Client.Post("/v2/repository/index", null).Json()).AsArray();

        Assert.All(index, entry => Assert.Equal("READY", entry!.Text("state")));
        Assert.True(index.Count > 0 && index.Count < all.Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"ready\":1}")]
    [InlineData("{\"ready\":true")]
    public async Task A_malformed_question(string json) =>
        await served.Client.Post("/v2/repository/index", V2Calls.JsonBody(json)).V2Error(400);

    [Fact]
    public async Task A_text_that_is_no_Unicode()
    {
        using var admin = new HttpRequestMessages(served.Client, ServedV2.AdminKey);
        string[] names = ["\xFF\xFE", @"\ud800", "\xC3"];
        foreach (string name in names)
        {
            foreach (string json in new[] { $$"""{"{{name}}":1}""", $$"""{"parameters":{"{{name}}":1} }""" })
            {
                byte[] bytes = Encoding.Latin1.GetBytes(json);
                foreach (string address in new[] { "index", "models/colours/load", "models/colours/unload" })
                    Assert.Contains(
                        "malformed", await admin.Post($"/v2/repository/{address}", bytes).V2Error(400), StringComparison.Ordinal);
                Assert.Contains(
                    "malformed", await served.Client.InferBytes("colours", bytes, null, "application/json").V2Error(400),
                    StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        using var admin = new HttpRequestMessages(served.Client, ServedV2.AdminKey);
        byte[] marked = [0xEF, 0xBB, 0xBF, .. """{"ready":true}"""u8], wide = Encoding.Unicode.GetBytes("{}");

        Assert.All(
            (await admin.Post("/v2/repository/index", marked).Json()).AsArray(), entry => Assert.Equal("READY", entry!.Text("state")));
        Assert.Contains("UTF-16", await admin.Post("/v2/repository/index", wide).V2Error(400), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_unloaded_and_loaded_again()
    {
        using TestModels models = new TestModels().AddTyped();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Security:AdminKey", ServedV2.AdminKey));
        factory.Client.DefaultRequestHeaders.Add("X-API-Key", ServedV2.AdminKey);
        const string request = """{"inputs":[{"name":"x","shape":[1,1,2],"datatype":"FP32","data":[1,2]}]}""";
        await factory.Client.Infer("echo", request).Json();

        await factory.Client.Post("/v2/repository/models/echo/unload", V2Calls.JsonBody("""{"parameters":{"unload_dependents":true}}"""))
            .Json();
        await factory.Client.Infer("echo", request).V2Error(503);
        Assert.Equal("UNAVAILABLE", State(await factory.Client.Post("/v2/repository/index", null).Json()));

        await factory.Client.Post("/v2/repository/models/echo/load", null).Json();
        await factory.Client.Infer("echo", request).Json();
        Assert.Equal("READY", State(await factory.Client.Post("/v2/repository/index", null).Json()));

        static string State(JsonNode index) => index.AsArray().Single(entry => entry!.Text("name") == "echo")!.Text("state");
    }

    [Fact]
    public async Task Loading_says_what_is_wrong()
    {
        using var admin = new HttpRequestMessages(served.Client, ServedV2.AdminKey);

        await admin.Post("/v2/repository/models/nothing/load", (string?)null).V2Error(404);
        await admin.Post("/v2/repository/models/nothing/unload", (string?)null).V2Error(404);
        Assert.Contains(
            "truncated", await admin.Post("/v2/repository/models/truncated/load", (string?)null).V2Error(503), StringComparison.Ordinal);
        Assert.Contains(
            "config", await admin.Post("/v2/repository/models/colours/load", """{"parameters":{"config":"{}"}}""")
                .V2Error(400), StringComparison.Ordinal);
        Assert.Contains(
            "file:", await admin.Post("/v2/repository/models/colours/load", """{"parameters":{"file:1/model.onnx":"AAAA"}}""")
                .V2Error(400), StringComparison.Ordinal);
    }

    /// <summary>Calls with the key of the administration.</summary>
    private sealed class HttpRequestMessages(HttpClient client, string key) : IDisposable
    {
        private readonly List<HttpRequestMessage> _sent = [];

        public Task<HttpResponseMessage> Post(string address, string? json) =>
            Send(address, json is null ? null : V2Calls.JsonBody(json));

        public Task<HttpResponseMessage> Post(string address, byte[] json) => Send(address, new ByteArrayContent(json));

        private Task<HttpResponseMessage> Send(string address, HttpContent? content)
        {
            var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = content };
            request.Headers.Add("X-API-Key", key);
            _sent.Add(request);
            return client.SendAsync(request);
        }

        public void Dispose() => _sent.ForEach(request => request.Dispose());
    }
}
