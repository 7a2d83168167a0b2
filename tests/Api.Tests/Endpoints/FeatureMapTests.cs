using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class FeatureMapTests(ServedModels served)
{
    private const string Conv = "/featuremaps/block%2Fconv?model=colours";

    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task Json_summarises_each_channel()
    {
        JsonNode map = await _client.Post(Conv, HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(
            ("colours", "1", "block/conv", "Conv"), (map.Text("model"), map.Text("version"), map.Text("layer"), map.Text("operator")));
        Assert.Equal("[1,3,4,4]", map["shape"]!.ToJsonString());
        Assert.NotNull(map["receptiveField"]!["size"]);
        JsonArray channels = map["channels"]!.AsArray();
        Assert.Equal(3, channels.Count);
        Assert.Equal("""{"index":0,"min":10,"max":10,"mean":10,"std":0,"zeros":0,"strength":10,"variance":0,"sparsity":0,"dead":true}""",
            channels[0]!.ToJsonString());
        Assert.Equal("""{"index":1,"min":0,"max":0,"mean":0,"std":0,"zeros":16,"strength":0,"variance":0,"sparsity":1,"dead":true}""",
            channels[1]!.ToJsonString());
    }

    [Theory]
    [InlineData("block%2Fconv", "block/conv")]
    [InlineData("block/conv", "block/conv")]
    [InlineData("Conv_0", "block/conv")]
    [InlineData("%2Fpool%2FOutput", "/pool/Output")]
    [InlineData("/pool/Output", "/pool/Output")]
    [InlineData("Flatten_5", "scores")]
    public async Task A_layer_is_named_by_an_encoded_segment_or_raw_slashes_or_its_node(string path, string expected)
    {
        JsonNode map = await _client.Post($"/featuremaps/{path}?model=colours", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(expected, map.Text("layer"));
    }

    [Fact]
    public async Task Every_layers_href_answers()
    {
        foreach (string model in new[] { "colours", "colours-one-by-one", "edges", "digits", "versions", "odd-names" })
        {
            JsonNode layers = await _client.Get($"/models/{model}/layers").Json();
            Assert.NotEmpty(layers["layers"]!.AsArray());
            foreach (JsonNode layer in layers["layers"]!.AsArray().OfType<JsonNode>())
            {
                JsonNode map = await _client.Post(layer.Text("href"), HttpCalls.Image(Pictures.Red)).Json();
                Assert.Equal(layer.Text("name"), map.Text("layer"));
                Assert.Equal(layer["shape"]!.ToJsonString(), map["shape"]!.ToJsonString());
            }
        }
    }

    [Fact]
    public async Task Names_that_need_care_in_an_address_are_found()
    {
        foreach (string name in TestModels.OddLayerNames)
        {
            JsonNode map = await _client.Post($"/featuremaps/{Uri.EscapeDataString(name)}?model=odd-names", HttpCalls.Image(Pictures.Red))
                .Json();
            Assert.Equal(name, map.Text("layer"));
        }
    }

    [Fact]
    public async Task Without_a_layer_several_are_to_be_named() => Assert.Contains(
        "'layers' is missing",
        (await _client.Post("/featuremaps/?model=colours", HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_parameter")).Detail(),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_unknown_layer_is_answered_with_the_nearest_names()
    {
        JsonNode problem = await _client.Post("/featuremaps/block%2Fcomv?model=colours", HttpCalls.Image(Pictures.Red))
            .Problem(404, "layer_not_found");

        Assert.Equal("block/conv", problem["suggestions"]![0]!.GetValue<string>());
        Assert.Contains("'block/conv'", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Png_draws_one_channel_or_all()
    {
        using SKBitmap one = SKBitmap.Decode(
            await _client.Post($"{Conv}&format=png&channel=0&scale=3&colormap=gray", HttpCalls.Image(Pictures.Red)).Bytes("image/png"));
        using SKBitmap all = SKBitmap.Decode(
            await _client.Post($"{Conv}&format=PNG&normalize=layer&scale=1&colormap=gray", HttpCalls.Image(Pictures.Red))
                .Bytes("image/png"));

        Assert.Equal((12, 12), (one.Width, one.Height));
        Assert.True(all.Width >= 8 && all.Height >= 8);
        Assert.Contains(SKColors.White, all.Pixels);
    }

    [Theory]
    [InlineData("block%2Fconv", "legend=false", "102x116 6d2113da87b952a7")]
    [InlineData("block%2Fconv", "legend=false&scale=2&normalize=layer", "32x19 943da3e8f9ba8377")]
    [InlineData("block%2Fconv", "channel=1&colormap=gray", "64x64 f3cc103136423a57")]
    [InlineData("block%2Fconv", "channel=1&legend=FALSE", "64x64 800f6e66fc8369de")]
    [InlineData("scores", "legend=false&normalize=layer", "56x27 d9a5e57858e55fdb")]
    public async Task Without_a_legend_pictures_are_bare_pixels(string layer, string query, string expected)
    {
        using SKBitmap picture = await PictureAsync($"{layer}?model=colours&{query}");

        byte[] pixels = [.. picture.Pixels.SelectMany(pixel => (byte[])[pixel.Red, pixel.Green, pixel.Blue])];
        Assert.Equal(expected, $"{picture.Width}x{picture.Height} {Convert.ToHexStringLower(SHA256.HashData(pixels))[..16]}");
    }

    [Theory]
    [InlineData("block%2Fconv", "", true)]
    [InlineData("block%2Fconv", "&legend=true", true)]
    [InlineData("block%2Fconv", "&legend=false", false)]
    [InlineData("block%2Fconv", "&channel=0", false)]
    [InlineData("block%2Fconv", "&channel=0&legend=true", true)]
    public async Task A_legend_stands_above_a_grid_or_where_it_is_asked_for(string layer, string query, bool expected)
    {
        using SKBitmap picture = await PictureAsync($"{layer}?model=colours&scale=1{query}");

        Assert.Equal(expected, picture.Width > 100);
    }

    [Fact]
    public async Task A_vectors_picture_shows_its_largest_value_and_its_smallest()
    {
        using SKBitmap picture = await PictureAsync("scores?model=colours&colormap=gray&legend=false");

        Assert.Contains(SKColors.White, picture.Pixels);
        Assert.Contains(SKColors.Black, picture.Pixels);
    }

    [Fact]
    public async Task One_channel_is_answered_as_json_and_npy_too()
    {
        JsonNode map = await _client.Post($"{Conv}&channel=1", HttpCalls.Image(Pictures.Lime)).Json();
        byte[] file = await _client.Post($"{Conv}&channel=1&format=npy", HttpCalls.Image(Pictures.Lime)).Bytes("application/x-npy");
        byte[] value = await _client.Post("/featuremaps/scores?model=colours&channel=1&format=npy", HttpCalls.Image(Pictures.Lime))
            .Bytes("application/x-npy");
        JsonNode row = await _client.Post("/featuremaps/rows?model=colours&channel=2", HttpCalls.Image(Pictures.Lime)).Json();

        Assert.Equal("[1,3,4,4]", map["shape"]!.ToJsonString());
        Assert.Equal("""[{"index":1,"min":10,"max":10,"mean":10,"std":0,"zeros":0,"strength":10,"variance":0,"sparsity":0,"dead":true}]""",
            map["channels"]!.ToJsonString());
        Assert.Contains("'shape': (4, 4)", Encoding.ASCII.GetString(file), StringComparison.Ordinal);
        Assert.All(MemoryMarshal.Cast<byte, float>(file.AsSpan()[^64..]).ToArray(), number => Assert.Equal(10f, number));
        Assert.Contains("'shape': ()", Encoding.ASCII.GetString(value), StringComparison.Ordinal);
        Assert.Equal(2, Assert.Single(row["channels"]!.AsArray())!["index"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("json")]
    [InlineData("npy")]
    [InlineData("png")]
    public async Task A_channel_that_the_layer_does_not_have_is_refused_in_every_format(string format)
    {
        JsonNode problem = await _client.Post($"{Conv}&channel=3&format={format}", HttpCalls.Image(Pictures.Red))
            .Problem(400, "invalid_parameter");

        Assert.Contains("'block/conv' has the channels 0 to 2", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Npy_holds_the_numbers_channels_first()
    {
        byte[] file = await _client.Post($"{Conv}&format=npy", HttpCalls.Image(Pictures.Red)).Bytes("application/x-npy");
        byte[] vector = await _client.Post("/featuremaps/scores?model=colours&format=npy", HttpCalls.Image(Pictures.Red))
            .Bytes("application/x-npy");

        Assert.Contains("'shape': (3, 4, 4)", Encoding.ASCII.GetString(file), StringComparison.Ordinal);
        Assert.Equal(10f, BitConverter.ToSingle(file, file.Length - (48 * 4)));
        Assert.Equal(0f, BitConverter.ToSingle(file, file.Length - 4));
        Assert.Contains("'shape': (3,)", Encoding.ASCII.GetString(vector), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("image/png", "image/png")]
    [InlineData("image/*", "image/png")]
    [InlineData("image/avif,image/webp,image/apng,*/*;q=0.8", "application/json")]
    [InlineData("image/avif,image/webp,image/*,*/*;q=0.8", "image/png")]
    [InlineData("application/x-npy", "application/x-npy")]
    [InlineData("application/json;q=0.5, application/x-npy", "application/x-npy")]
    [InlineData("application/json;q=0, */*", "image/png")]
    [InlineData("image/png;q=0.2, application/x-npy;q=0.3, text/html", "application/x-npy")]
    public async Task Accept_chooses_the_format(string? accept, string expected) =>
        Assert.NotEmpty(await _client.Send(HttpMethod.Post, Conv, accept, HttpCalls.Image(Pictures.Red)).Bytes(expected));

    [Fact]
    public async Task The_format_parameter_wins_over_accept() =>
        Assert.NotEmpty(
            await _client.Send(HttpMethod.Post, $"{Conv}&format=npy", "image/png", HttpCalls.Image(Pictures.Red))
                .Bytes("application/x-npy"));

    [Fact]
    public async Task Formats_that_are_not_available_are_refused_with_those_that_are()
    {
        JsonNode problem = await _client.Send(HttpMethod.Post, Conv, "text/html", HttpCalls.Image(Pictures.Red))
            .Problem(406, "not_acceptable");

        Assert.Contains("application/x-npy", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vector_is_drawn_as_maps_of_one_pixel_and_rank_three_is_not_drawn()
    {
        Assert.NotEmpty(
            await _client.Post("/featuremaps/scores?model=colours&format=png", HttpCalls.Image(Pictures.Red)).Bytes("image/png"));
        Assert.NotEmpty(
            await _client.Post("/featuremaps/rows?model=colours&format=npy", HttpCalls.Image(Pictures.Red)).Bytes("application/x-npy"));
        JsonNode json = await _client.Post("/featuremaps/rows?model=colours", HttpCalls.Image(Pictures.Red)).Json();
        JsonNode problem = await _client.Post("/featuremaps/rows?model=colours&format=png", HttpCalls.Image(Pictures.Red))
            .Problem(422, "not_a_map");

        Assert.Equal(3, json["channels"]!.AsArray().Count);
        Assert.Contains("[1,3,16]", problem.Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channel=3", "channel")]
    [InlineData("channel=-1", "channel")]
    [InlineData("legend=1", "legend")]
    [InlineData("legend=", "legend")]
    [InlineData("scale=0", "scale")]
    [InlineData("scale=17", "scale")]
    [InlineData("colormap=jet", "colormap")]
    [InlineData("normalize=batch", "normalize")]
    [InlineData("format=tiff", "format")]
    public async Task Bad_parameters_are_named(string query, string parameter)
    {
        string format = parameter == "format" ? "" : "&format=png";
        JsonNode problem = await _client.Post($"{Conv}{format}&{query}", HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_parameter");

        Assert.Contains($"'{parameter}'", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_predicted_a_moment_ago_is_used_by_its_id()
    {
        JsonNode prediction = await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Lime)).Json();
        string id = prediction["results"]![0]!.Text("id");

        JsonNode same = await _client.Get($"/featuremaps/block%2Fconv?image={id}").Json();
        JsonNode other = await _client.Get($"/featuremaps/edges?image={id}&model=edges").Json();

        Assert.Equal("colours", same.Text("model"));
        Assert.Equal(10, same["channels"]![1]!["mean"]!.GetValue<double>());
        Assert.Equal("edges", other.Text("model"));
    }

    [Fact]
    public async Task An_image_keeps_the_version_that_predicted_it()
    {
        JsonNode prediction = await _client.Post("/predict?model=versions&version=1", HttpCalls.Image(Pictures.Lime)).Json();

        JsonNode map = await _client.Get($"/featuremaps/scores?image={prediction["results"]![0]!.Text("id")}").Json();

        Assert.Equal("1", map.Text("version"));
    }

    [Fact]
    public async Task Without_an_id_get_says_what_is_missing() =>
        Assert.Contains("'image'", (await _client.Get(Conv).Problem(400, "invalid_parameter")).Detail(), StringComparison.Ordinal);

    [Fact]
    public async Task Two_files_are_one_too_many() =>
        await _client.Post(Conv, HttpCalls.Files(("a", Pictures.Red), ("b", Pictures.Red))).Problem(400, "invalid_body");

    [Fact]
    public async Task A_model_without_one_image_has_no_maps() =>
        Assert.Contains(
            "'a'", (await _client.Post("/featuremaps/sum?model=two-inputs", HttpCalls.Image(Pictures.Red)).Problem(422, "not_a_map"))
                .Detail(), StringComparison.Ordinal);

    [Fact]
    public async Task Values_that_are_no_numbers_are_counted_and_drawn()
    {
        const string undefined = "/featuremaps/undefined?model=not-a-number";

        JsonNode map = await _client.Post(undefined, HttpCalls.Image(Pictures.Red)).Json();
        using SKBitmap picture = SKBitmap.Decode(
            await _client.Post($"{undefined}&format=png&channel=0&scale=1", HttpCalls.Image(Pictures.Red)).Bytes("image/png"));

        Assert.Equal(
            """{"index":0,"min":null,"max":null,"mean":null,"std":null,"zeros":0""" +
            ""","strength":0,"variance":0,"sparsity":0,"dead":true,"nonFinite":16}""",
            map["channels"]![0]!.ToJsonString());
        Assert.All(picture.Pixels, pixel => Assert.Equal(SKColors.Magenta, pixel));
    }

    private async Task<SKBitmap> PictureAsync(string layerAndQuery) => SKBitmap.Decode(
        await _client.Post($"/featuremaps/{layerAndQuery}&format=png", HttpCalls.Image(Pictures.Red)).Bytes("image/png"));
}
