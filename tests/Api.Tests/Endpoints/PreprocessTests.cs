using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class PreprocessTests(ServedModels served)
{
    private const string Address = "/models/colours/preprocess";

    private static readonly byte[] Picture = Pictures.Plain(new SKColor(200, 100, 50), 12, 8);

    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task Json_says_what_is_seen_and_why()
    {
        JsonNode seen = await _client.Post(Address, HttpCalls.Image(Picture)).Json();

        Assert.Equal((4, 4), (seen["width"]!.GetValue<int>(), seen["height"]!.GetValue<int>()));
        Assert.Equal("""{"width":12,"height":8}""", seen["original"]!.ToJsonString());
        Assert.Equal("""{"top":0,"left":0,"bottom":8,"right":12}""", seen["crop"]!.ToJsonString());
        Assert.Contains(seen["settings"]!.AsArray(), setting => setting!.Text("source").StartsWith("fovea.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Png_is_what_the_network_sees()
    {
        using SKBitmap seen = SKBitmap.Decode(await _client.Post($"{Address}?format=png", HttpCalls.Image(Picture)).Bytes("image/png"));

        Assert.Equal((4, 4), (seen.Width, seen.Height));
        Assert.All(seen.Pixels, pixel => Assert.Equal(new SKColor(200, 100, 50), pixel));
    }

    [Fact]
    public async Task Several_images_are_refused() => Assert.EndsWith(
        "this call takes one.",
        (await _client.Post(Address, HttpCalls.Files(("a.png", Picture), ("b.png", Picture))).Problem(400, "invalid_body")).Detail(),
        StringComparison.Ordinal);

    [Fact]
    public async Task Npy_is_the_tensor()
    {
        byte[] tensor = await _client.Post($"{Address}?format=npy", HttpCalls.Image(Picture)).Bytes("application/x-npy");

        Assert.Contains("'shape': (1, 3, 4, 4)", Encoding.ASCII.GetString(tensor), StringComparison.Ordinal);
        float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.AsSpan()[^(48 * 4)..]).ToArray();
        Assert.Equal([200f / 255, 100f / 255, 50f / 255], [values[0], values[16], values[32]]);
    }

    [Fact]
    public async Task A_kept_image_is_seen_too_and_drawn_under_a_channel()
    {
        string id = (await _client.Post("/predict?model=colours", HttpCalls.Image(Picture)).Json())["results"]![0]!.Text("id");

        JsonNode seen = await _client.Get($"{Address}?image={id}").Json();
        using SKBitmap over = SKBitmap.Decode(
            await _client.Get($"/featuremaps/block%2Fconv?image={id}&format=png&channel=0&overlay=true&scale=1&colormap=gray")
                .Bytes("image/png"));

        Assert.Equal(4, seen["width"]!.GetValue<int>());
        // 0.4 of the picture and 0.6 of the lowest gray, since the channel is the same everywhere.
        Assert.Equal((4, new SKColor(80, 40, 20)), (over.Width, over.GetPixel(1, 1)));
        await _client.Get($"{Address}?image=0").Problem(404, "image_expired");
        await _client.Get(Address).Problem(400, "invalid_parameter");
        await _client.Get($"/models/two-inputs/preprocess?image={id}").Problem(422, "not_a_map");
    }
}
