using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class MapChannelsTests(ServedModels served)
{
    private const string Conv = "/featuremaps/block%2Fconv?model=colours";

    private readonly HttpClient _client = served.Client;

    [Theory]
    [InlineData("channels=2,0", "2 0")]
    [InlineData("channels=0,2&sort=strength", "2 0")]
    [InlineData("channels=top:1", "2")]
    [InlineData("channels=TOP:2", "2 0")]
    [InlineData("channels=top:2&sort=index", "0 2")]
    [InlineData("channels=top:99", "2 0 1")]
    [InlineData("sort=strength", "2 0 1")]
    [InlineData("sort=sparsity", "0 1 2")]
    [InlineData("sort=variance", "0 1 2")]
    [InlineData("channel=1", "1")]
    public async Task Channels_are_chosen_and_ordered(string query, string expected)
    {
        byte[] picture = Pictures.Plain(new SKColor(100, 50, 200));
        JsonNode map = await _client.Post($"{Conv}&{query}", HttpCalls.Image(picture)).Json();

        Assert.Equal(expected, string.Join(' ', map["channels"]!.AsArray().Select(channel => channel!["index"]!.GetValue<int>())));
    }

    [Fact]
    public async Task Numbers_and_pictures_have_the_channels_in_their_order()
    {
        byte[] picture = Pictures.Plain(new SKColor(255, 0, 51));
        byte[] numbers = await _client.Post($"{Conv}&channels=2,0&format=npy", HttpCalls.Image(picture)).Bytes("application/x-npy");
        using SKBitmap drawn = SKBitmap.Decode(
            await _client.Post($"{Conv}&channels=2,0&format=png&scale=1&legend=false", HttpCalls.Image(picture)).Bytes("image/png"));

        Assert.Contains("'shape': (2, 4, 4)", Encoding.ASCII.GetString(numbers), StringComparison.Ordinal);
        float[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(numbers.AsSpan()[^128..]).ToArray();
        Assert.Equal([2f, 10f], [MathF.Round(values[0], 4), values[16]]);
        Assert.True(drawn.Width < 20);
    }

    [Fact]
    public async Task Values_are_counted_in_bins()
    {
        JsonNode map = await _client.Post($"{Conv}&channel=0&histogram=true", HttpCalls.Image(Pictures.Red)).Json();

        JsonNode histogram = map["channels"]![0]!["histogram"]!;
        Assert.Equal(32, histogram["counts"]!.AsArray().Count);
        Assert.Equal(16, histogram["counts"]![0]!.GetValue<int>());
    }

    [Theory]
    [InlineData("channels=", "'channels'")]
    [InlineData("channels=a", "'0,5,7'")]
    [InlineData("channels=top:0", "'top:16'")]
    [InlineData("channels=-1", "'0,5,7'")]
    [InlineData("channels=3", "0 to 2")]
    [InlineData("channel=1&channels=2", "both given")]
    [InlineData("sort=size", "'strength'")]
    [InlineData("overlay=true", "format=png and channel=")]
    public async Task What_cannot_be_chosen_is_refused(string query, string expected) => Assert.Contains(
        expected, (await _client.Post($"{Conv}&{query}", HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_parameter")).Detail(),
        StringComparison.Ordinal);
}
