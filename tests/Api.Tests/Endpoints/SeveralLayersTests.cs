using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fovea.Api.Contracts;
using Fovea.Api.Endpoints;
using Fovea.Api.Http;
using Fovea.Api.Tests.Support;
using Fovea.Models.Hosting;
using Fovea.Models.Images;
using Fovea.Models.Repository;
using Fovea.Models.Serving;
using Microsoft.Extensions.DependencyInjection;

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
        Assert.Equal(layers.Select(layer => $"{layer.Text("name")}.npy"), archive.Entries.Select(entry => entry.FullName));
        for (int i = 0; i < layers.Length; i++)
        {
            byte[] alone = await _client.Post($"{layers[i].Text("href")}&format=npy", HttpCalls.Image(Pictures.Lime))
                .Bytes("application/x-npy");
            using var bytes = new MemoryStream();
            using (Stream entry = archive.Entries[i].Open())
                await entry.CopyToAsync(bytes);
            // A run that keeps every layer adds up some sums in another order.
            Assert.Equal(alone[..128], bytes.ToArray()[..128]);
            Assert.Equal(alone.Length, bytes.Length);
            float[] expected = Floats(alone), found = Floats(bytes.ToArray());
            Assert.All(found, (value, at) => Assert.Equal(expected[at], value, 1e-4f));
        }
    }

    private static float[] Floats(byte[] npy) => MemoryMarshal.Cast<byte, float>(npy.AsSpan(128)).ToArray();

    [Fact]
    public async Task Thumbnails_end_where_the_answer_would_be_too_long()
    {
        ModelServer server = served.Services.GetRequiredService<ModelServer>();
        using ModelLease lease = served.Services.GetRequiredService<ModelRepository>().Lease("colours", null);
        var looked = new LayersEndpoints.Looked(lease.Model, lease.Model.Layers, new ImageUpload(null, Pictures.Lime), null);
        LayersResponse all = await DrawAsync(long.MaxValue);
        long two = all.Layers.Take(2).Sum(layer => layer.Png.Length);

        LayersResponse some = await DrawAsync(two + 1), fewer = await DrawAsync(two), none = await DrawAsync(1);

        string[] names = [.. all.Layers.Select(layer => layer.Name)];
        Assert.Null(all.Truncated);
        Assert.Equal(names[..2], some.Layers.Select(layer => layer.Name));
        Assert.Equal(names[2..], some.Truncated!);
        Assert.Equal(names[..1], fewer.Layers.Select(layer => layer.Name));
        Assert.Equal(names[1..], fewer.Truncated!);
        Assert.Empty(none.Layers);
        Assert.Equal(names, none.Truncated!);

        Task<LayersResponse> DrawAsync(long most) => new LayerThumbnails(looked, new LayersQuery()) { MostBytes = most }
            .DrawAsync(server, server.StartTimings(), TestContext.Current.CancellationToken);
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
