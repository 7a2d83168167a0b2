using System.IO.Compression;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class SeveralLayersTests(ServedModels served)
{
    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task All_layers_come_with_thumbnails_in_data_order()
    {
        JsonNode layers = await _client.Get("/models/digits/layers").Json();
        JsonNode answer = await _client.Post("/featuremaps?model=digits&layers=*", HttpCalls.Image(Pictures.Lime)).Json();

        Assert.Equal(
            layers["layers"]!.AsArray().Select(layer => layer!.Text("name")),
            answer["layers"]!.AsArray().Select(layer => layer!.Text("name")));
        Assert.Null(answer["truncated"]);
        foreach (JsonNode? layer in answer["layers"]!.AsArray())
        {
            string png = layer!.Text("png");
            Assert.StartsWith("data:image/png;base64,", png, StringComparison.Ordinal);
            (int width, int height) = Pictures.PngSize(Convert.FromBase64String(png["data:image/png;base64,".Length..]));
            Assert.InRange(Math.Max(width, height), 64, 3 * 66);
        }
    }

    [Fact]
    public async Task Some_layers_are_the_same_as_alone()
    {
        const string Query = "/featuremaps?model=colours&layers=Relu_1,block/conv&size=16&top=1";
        JsonNode answer = await _client.Post(Query, HttpCalls.Image(Pictures.Lime)).Json();

        JsonArray layers = answer["layers"]!.AsArray();
        Assert.Equal(["block/conv", "block/relu"], layers.Select(layer => layer!.Text("name")));
        Assert.Equal(("[1,3,4,4]", "[1]", 10f), (
            layers[0]!["shape"]!.ToJsonString(), layers[0]!["channels"]!.ToJsonString(), layers[0]!["max"]!.GetValue<float>()));
    }

    [Fact]
    public async Task An_archive_has_the_numbers_of_each_layer()
    {
        byte[] file = await _client.Post("/featuremaps?model=digits&layers=*&format=zip",
        HttpCalls.Image(Pictures.Lime)).Bytes("application/zip");
        JsonNode[] layers = [.. (await _client.Get("/models/digits/layers").Json())["layers"]!.AsArray().OfType<JsonNode>()];

        using var archive = new ZipArchive(new MemoryStream(file));
        Assert.Equal(layers.Length, archive.Entries.Count);
        string first = layers[0].Text("name");
        byte[] alone = await _client.Post($"{layers[0].Text("href")}&format=npy",
            HttpCalls.Image(Pictures.Lime)).Bytes("application/x-npy");
        using var bytes = new MemoryStream();
        using (Stream entry = archive.Entries[0].Open())
            entry.CopyTo(bytes);
        Assert.Equal(alone.Length, bytes.Length);
        Assert.EndsWith(".npy", archive.Entries[0].FullName, StringComparison.Ordinal);
        Assert.NotEmpty(first);
    }

    [Theory]
    [InlineData("", 400, "invalid_parameter")]
    [InlineData("layers=no-such", 404, "layer_not_found")]
    [InlineData("layers=*&format=npy", 400, "invalid_parameter")]
    [InlineData("layers=*&format=zip&size=8", 400, "invalid_parameter")]
    [InlineData("layers=*&size=7", 400, "invalid_parameter")]
    [InlineData("layers=*&top=17", 400, "invalid_parameter")]
    public async Task What_is_wrong_is_said(string query, int status, string code) =>
        await _client.Post($"/featuremaps?model=colours&{query}", HttpCalls.Image(Pictures.Red)).Problem(status, code);

    [Fact]
    public async Task One_value_is_explained()
    {
        JsonNode cell = await _client.Post("/featuremaps/block%2Fconv?model=colours&cell=1,2,3", HttpCalls.Image(Pictures.Lime)).Json();

        Assert.Equal((10f, "[1,2,3]"), (cell["value"]!.GetValue<float>(), cell["cell"]!.ToJsonString()));
        Assert.Equal("""{"top":2,"left":3,"bottom":3,"right":4}""", cell["box"]!.ToJsonString());
        JsonNode explanation = cell["explanation"]!;
        Assert.Equal("sum", explanation.Text("kind"));
        Assert.Equal(3, explanation["terms"]!.AsArray().Count);
        Assert.Equal(10.0, explanation["terms"]!.AsArray().Sum(term => term!["sum"]!.GetValue<double>()));
        Assert.Equal(0, explanation["difference"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("cell=3,0,0")]
    [InlineData("cell=0,0")]
    [InlineData("cell=a")]
    [InlineData("cell=0,0,0&channel=0")]
    [InlineData("cell=0,0,0&format=png")]
    public async Task A_cell_that_does_not_exist_is_refused(string query) => await _client.Post(
        $"/featuremaps/block%2Fconv?model=colours&{query}", HttpCalls.Image(Pictures.Lime)).Problem(400, "invalid_parameter");
}
