using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class WeightsTests(ServedModels served)
{
    private const string Conv = "/weights/block%2Fconv?model=colours";

    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task Json_summarises_each_filter()
    {
        JsonNode weights = await _client.Get(Conv).Json();

        Assert.Equal(
            ("colours", "1", "block/conv", "Conv", "[3,3,1,1]", 0),
            (weights.Text("model"), weights.Text("version"), weights.Text("layer"), weights.Text("operator"),
                weights["shape"]!.ToJsonString(), weights["filterAxis"]!.GetValue<int>()));
        Assert.Null(weights["bias"]);
        Assert.Equal(
            """{"index":1,"min":0,"max":10,"mean":3.3333333333333335,"std":4.714045207910316,"norm":10}""",
            weights["filters"]![1]!.ToJsonString());
        Assert.Equal(3, weights["filters"]!.AsArray().Count);
    }

    [Fact]
    public async Task One_filter_is_answered_alone()
    {
        JsonNode weights = await _client.Get($"{Conv}&filter=2").Json();
        byte[] numbers = await _client.Get($"{Conv}&filter=2&format=npy").Bytes("application/x-npy");
        byte[] slice = await _client.Get($"{Conv}&channel=2&format=npy").Bytes("application/x-npy");

        Assert.Equal(2, Assert.Single(weights["filters"]!.AsArray())!["index"]!.GetValue<int>());
        Assert.Contains("'shape': (3,)", Encoding.ASCII.GetString(numbers), StringComparison.Ordinal);
        Assert.Equal([0f, 0f, 10f], Floats(numbers, 3));
        Assert.Equal([0f, 0f, 10f], Floats(slice, 3));
    }

    [Fact]
    public async Task Numbers_are_as_they_are_stored()
    {
        byte[] numbers = await _client.Get($"{Conv}&format=npy").Bytes("application/x-npy");

        Assert.Contains("'shape': (3, 3, 1, 1)", Encoding.ASCII.GetString(numbers), StringComparison.Ordinal);
        Assert.Equal([10f, 0f, 0f, 0f, 10f, 0f, 0f, 0f, 10f], Floats(numbers, 9));
    }

    [Theory]
    [InlineData("", 6, 6)]
    [InlineData("&filter=0", 4, 4)]
    [InlineData("&channel=0", 4, 4)]
    public async Task Filters_are_drawn(string query, int width, int height)
    {
        using SKBitmap picture = SKBitmap.Decode(await _client.Get($"{Conv}&format=png&scale=2{query}").Bytes("image/png"));

        Assert.Equal((width, height), (picture.Width, picture.Height));
        Assert.Equal(new SKColor(0xFFB2182B), picture.GetPixel(0, 0));
    }

    [Fact]
    public async Task Every_layer_with_weights_of_the_bundled_model_is_drawn()
    {
        JsonNode[] layers = [.. (await _client.Get("/models/digits/layers").Json())["layers"]!.AsArray().OfType<JsonNode>()];

        JsonNode[] trained = [.. layers.Where(layer => layer["weightsHref"] is not null)];
        Assert.NotEmpty(trained);
        foreach (JsonNode layer in trained)
        {
            byte[] png = await _client.Get($"{layer.Text("weightsHref")}&format=png").Bytes("image/png");
            Assert.True(Pictures.PngSize(png).Item1 > 1);
            JsonNode weights = await _client.Get(layer.Text("weightsHref")).Json();
            Assert.Equal(
                layer["shape"]![1]!.GetValue<int>(), weights["filters"]!.AsArray().Count);
        }
    }

    [Fact]
    public async Task What_does_not_exist_is_refused()
    {
        await _client.Get("/weights/block%2Fcomv?model=colours").Problem(404, "layer_not_found");
        Assert.Contains(
            "no weights", (await _client.Get("/weights/block%2Frelu?model=colours").Problem(422, "no_weights")).Detail(),
            StringComparison.Ordinal);
        Assert.Contains(
            "0 to 2", (await _client.Get($"{Conv}&filter=3").Problem(400, "invalid_parameter")).Detail(), StringComparison.Ordinal);
        Assert.Contains(
            "0 to 2", (await _client.Get($"{Conv}&format=png&channel=3").Problem(400, "invalid_parameter")).Detail(),
            StringComparison.Ordinal);
    }

    private static float[] Floats(byte[] file, int count) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.AsSpan()[^(count * 4)..]).ToArray();
}
