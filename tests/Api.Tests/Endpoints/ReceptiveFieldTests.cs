using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

/// <summary><c>/models/{model}/receptivefield/{layer}</c> over HTTP.</summary>
[Collection(nameof(ServedModels))]
public sealed class ReceptiveFieldTests(ServedModels served)
{
    private const string Digits = "/models/digits/receptivefield/";

    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task Of_noise_all_lies_within_the_box()
    {
        JsonNode layers = (await _client.Get("/models/digits/layers").Json())["layers"]!;
        string layer = layers.AsArray().Last(found => found!["shape"]!.AsArray() is { Count: 4 } shape && shape[2]!.GetValue<int>() > 1)!
            .Text("name");
        string address = $"{Digits}{Uri.EscapeDataString(layer)}";

        JsonNode field = await _client.Post($"{address}?samples=3", null).Json();
        byte[] npy = await _client.Post($"{address}?samples=3&format=npy", null).Bytes("application/x-npy");
        using SKBitmap png = SKBitmap.Decode(await _client.Post($"{address}?samples=3&format=png", null).Bytes("image/png"));

        Assert.Equal((3, true), (field["pictures"]!.GetValue<int>(), field["noise"]!.GetValue<bool>()));
        Assert.Equal(1, field["inside"]!.GetValue<double>(), 1e-6);
        float[] values = MemoryMarshal.Cast<byte, float>(npy.AsSpan()[^(28 * 28 * 4)..]).ToArray();
        Assert.Equal(field["max"]!.GetValue<float>(), values.Max());
        Assert.Equal((224, 224), (png.Width, png.Height));
        JsonNode box = field["box"]!;
        double pixels = (box["bottom"]!.GetValue<double>() - box["top"]!.GetValue<double>())
            * (box["right"]!.GetValue<double>() - box["left"]!.GetValue<double>());
        Assert.InRange(field["effectiveSide"]!.GetValue<double>(), 1, Math.Sqrt(pixels));
    }

    [Fact]
    public async Task Of_pictures_that_are_sent()
    {
        byte[] picture = Pictures.Plain(SKColors.Red, 4, 4);
        JsonNode field = await _client.Post(
            "/models/colours/receptivefield/block%2Fconv?cell=1,2,3", HttpCalls.Files(("a.png", picture), ("b.png", picture))).Json();

        Assert.Equal("""{"top":2,"left":3,"bottom":3,"right":4}""", field["box"]!.ToJsonString());
        Assert.Equal((2, false), (field["pictures"]!.GetValue<int>(), field["noise"]!.GetValue<bool>()));
        Assert.Equal((10f, 1.0), (field["max"]!.GetValue<float>(), field["effectiveSide"]!.GetValue<double>()));
        Assert.Equal("[1,2,3]", field["cell"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        byte[] picture = Pictures.Plain(SKColors.Red, 4, 4);
        await _client.Post($"{Digits}none", null).Problem(404, "layer_not_found");
        await _client.Post($"{Digits}relu1?cell=99,0,0", null).Problem(400, "invalid_parameter");
        await _client.Post($"{Digits}relu1?cell=a", null).Problem(400, "invalid_parameter");
        await _client.Post($"{Digits}relu1?samples=0", null).Problem(400, "invalid_parameter");
        await _client.Post($"{Digits}relu1?samples=4", HttpCalls.Image(picture)).Problem(400, "invalid_parameter");
        Assert.Contains(
            "600 in all; at most 512", (await _client.Post($"{Digits}relu1?samples=300", null).Problem(422, "run_limit")).Detail(),
            StringComparison.Ordinal);
        await _client.Post("/models/none/receptivefield/relu1", null).Problem(404, "model_not_found");
        await _client.Post("/models/two-inputs/receptivefield/sum", null).Problem(422, "not_a_map");
        await _client.Post($"{Digits}relu1", HttpCalls.Image(picture[..40])).Problem(422, "image_corrupt");
    }
}
