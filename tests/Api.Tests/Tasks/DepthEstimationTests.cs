using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Tasks;

/// <summary>Networks that give each pixel one number, as MiDaS and Depth Anything write them, over HTTP.</summary>
public sealed class DepthEstimationTests : IAsyncLifetime
{
    private const int Side = 8;

    private const string Values = """ "normalize": { "divide": 255 }, "resize": { "rule": "exact", "filter": "box" } """;

    private static readonly SKColor[] Colours =
        [.. Enumerable.Range(0, Side * Side).Select(i => new SKColor((byte)(i * 4), (byte)(i * 37), (byte)(255 - (i * 3))))];

    // What the network gives: its weights are 20, -10 and 5, and 1 is added.
    private static readonly float[] Depths =
        [.. Colours.Select(colour => (20 * (colour.Red / 255f)) - (10 * (colour.Green / 255f)) + (5 * (colour.Blue / 255f)) + 1)];

    private readonly TestModels _models = new TestModels().AddGood()
        .Add("midas", Network([1, Side, Side]), settings: $"{{{Values}}}")
        .Add("one-channel", Network([1, 1, Side, Side]), settings: null)
        .Add("last", Network([1, Side, Side, 1]), settings: $"{{{Values}}}")
        .Add("open", Open(), settings: null)
        .Add("matte", Network([1, 1, Side, Side], "Sigmoid"), settings: $"{{{Values}}}")
        .Add("saliency", Network([1, 1, Side, Side], "Sigmoid"), settings: $$"""{ "task": "depthEstimation",{{Values}}}""")
        .Add("gray", Network([1, Side, Side], channels: 1), settings: $"{{{Values}}}")
        .Add("second", TwoMaps(), settings: $$"""{ "task": "depthEstimation", "output": "half",{{Values}}}""")
        .Add("cropped", Network([1, Side, Side]), settings: """{ "normalize": { "divide": 255 }, "resize": { "rule": "none" } }""");

    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Theory]
    [InlineData("midas", "depthEstimation")]
    [InlineData("one-channel", "depthEstimation")]
    [InlineData("last", "depthEstimation")]
    [InlineData("open", "depthEstimation")]
    [InlineData("saliency", "depthEstimation")]
    [InlineData("second", "depthEstimation")]
    [InlineData("matte", "segmentation")]
    [InlineData("gray", "featureMaps")]
    public async Task A_map_of_numbers_that_are_no_probabilities_is_recognised(string model, string task) =>
        Assert.Equal(task, (await Client.Get($"/models/{model}").Json()).Text("task"));

    [Theory]
    [InlineData("one-channel", "exact 8x8")]
    [InlineData("open", "exact 448x448")]
    public async Task All_of_the_picture_goes_in_where_no_file_says_how(string model, string resize)
    {
        JsonNode setting = (await Client.Get($"/models/{model}").Json())["preprocessing"]!.AsArray()
            .Single(setting => setting!.Text("name") == "resize")!;
        Assert.Equal((resize, "depth estimation: resize"), (setting.Text("value"), setting.Text("source")));
    }

    [Theory]
    [InlineData("midas")]
    [InlineData("last")]
    public async Task A_picture_of_the_inputs_size_has_the_networks_numbers(string model)
    {
        JsonNode depth = (await Ask(model, "").Json())["results"]![0]!["depth"]!;
        Assert.Equal(
            ["width", "height", "min", "max", "mean", "mapWidth", "mapHeight", "png"], depth.AsObject().Select(member => member.Key));
        Assert.Equal(
            (Side, Side, Side, Side), (
                depth["width"]!.GetValue<int>(), depth["height"]!.GetValue<int>(), depth["mapWidth"]!.GetValue<int>(),
                depth["mapHeight"]!.GetValue<int>()));
        Near(
            [Depths.Min(), Depths.Max(), Depths.Average()],
            [.. new[] { "min", "max", "mean" }.Select(name => depth[name]!.GetValue<float>())]);

        var array = new NpyArray(await Ask(model, "&format=npy").Bytes("application/x-npy"));
        Assert.Equal(NpyArray.HeaderOf("<f4", Side, Side), array.Header);
        Near(Depths, array.Values<float>());
        Assert.Equal(Convert.FromBase64String(depth.Text("png")), await Ask(model, "&format=png").Bytes("image/png"));
    }

    [Fact]
    public async Task A_larger_picture_has_what_lies_between_the_cells()
    {
        // Each pixel six times: the box filter gives it back.
        const int Across = 3, Down = 2;
        byte[] large = PixelPictures.Png(Side * Across, [.. Enumerable.Range(0, Side * Across * Side * Down)
            .Select(i => Colours[(i / (Side * Across) / Down * Side) + (i % (Side * Across) / Across)])]);
        var array = new NpyArray(
            await Client.Post("/predict?model=midas&format=npy", HttpCalls.Image(large)).Bytes("application/x-npy"));
        Assert.Equal(NpyArray.HeaderOf("<f4", Side * Down, Side * Across), array.Header);
        float[] found = array.Values<float>();
        for (int i = 0; i < found.Length; i++)
        {
            (int y, int x) = Math.DivRem(i, Side * Across);
            Near([Between(((x + 0.5) / Across) - 0.5, ((y + 0.5) / Down) - 0.5)], [found[i]]);
        }
    }

    [Fact]
    public async Task The_picture_has_the_colours_of_the_map_from_the_least_to_the_largest_number()
    {
        float least = Depths.Min(), range = Depths.Max() - least;
        SKColor[] gray = PixelPictures.Pixels(await Ask("midas", "&format=png&colormap=gray").Bytes("image/png"));
        for (int i = 0; i < gray.Length; i++)
        {
            Assert.Equal((gray[i].Red, gray[i].Red), (gray[i].Green, gray[i].Blue));
            Assert.InRange(gray[i].Red, ((Depths[i] - least) / range * 255) - 0.51, ((Depths[i] - least) / range * 255) + 0.51);
        }

        SKColor[] usual = PixelPictures.Pixels(await Ask("midas", "", "image/png").Bytes("image/png"));
        Assert.Equal(new SKColor(0x44, 0x01, 0x54), usual[Array.IndexOf(Depths, least)]);
        Assert.Equal(usual, PixelPictures.Pixels(await Ask("midas", "&format=png&colormap=Viridis").Bytes("image/png")));
    }

    [Fact]
    public async Task A_named_output_is_the_map()
    {
        JsonNode model = await Client.Get("/models/second").Json();
        Assert.Equal("half", model.Text("depthOutput"));
        JsonNode depth = (await Ask("second", "").Json())["results"]![0]!["depth"]!;
        Assert.Equal((Side, Side / 2), (depth["width"]!.GetValue<int>(), depth["mapWidth"]!.GetValue<int>()));
    }

    [Fact]
    public async Task What_a_crop_cuts_off_has_no_number()
    {
        byte[] wide = PixelPictures.Png(Side + 2, [.. Enumerable.Repeat(SKColors.White, (Side + 2) * Side)]);
        float[] row = new NpyArray(await Client.Post("/predict?model=cropped&format=npy", HttpCalls.Image(wide)).Bytes("application/x-npy"))
            .Values<float>()[..(Side + 2)];
        Assert.True(float.IsNaN(row[0]) && float.IsNaN(row[^1]));
        Near([.. Enumerable.Repeat(16f, Side)], row[1..^1]);
        JsonNode depth = (await Client.Post("/predict?model=cropped", HttpCalls.Image(wide)).Json())["results"]![0]!["depth"]!;
        Near([16, 16, 16], [.. new[] { "min", "max", "mean" }.Select(name => depth[name]!.GetValue<float>())]);
    }

    [Fact]
    public async Task What_there_is_not_is_named()
    {
        JsonNode colours = await Ask("midas", "&colormap=jet").Problem(400, "invalid_parameter");
        Assert.Contains("The parameter 'colormap' is 'jet'; expected 'viridis' or 'gray'.", colours.Detail(), StringComparison.Ordinal);
        JsonNode form = await Ask("midas", "&format=jpeg").Problem(406, "not_acceptable");
        Assert.Contains("The format jpeg was asked for; json, png, npy are available here.", form.Detail(), StringComparison.Ordinal);
    }

    // Bilinear interpolation between the centres of pixels, which go on beyond the outermost ones.
    private static float Between(double x, double y)
    {
        (double fx, double fy) = (Math.Clamp(x, 0, Side - 1), Math.Clamp(y, 0, Side - 1));
        (int left, int top) = (Math.Min((int)fx, Side - 2), Math.Min((int)fy, Side - 2));
        (double right, double down) = (fx - left, fy - top);
        return (float)((((Depths[(top * Side) + left] * (1 - right)) + (Depths[(top * Side) + left + 1] * right)) * (1 - down))
            + (((Depths[((top + 1) * Side) + left] * (1 - right)) + (Depths[((top + 1) * Side) + left + 1] * right)) * down));
    }

    private static void Near(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    private Task<HttpResponseMessage> Ask(string model, string query, string? accept = null) => Client.Send(
        HttpMethod.Post, $"/predict?model={model}{query}", accept, HttpCalls.Image(PixelPictures.Png(Side, Colours)));

    private static OnnxFile Beginning(int channels, long side) => new OnnxFile().Input("image", 1, channels, side, side)
        .Weights("w", [1, channels, 1, 1], [.. new[] { 20f, -10, 5 }.Take(channels)]).Weights("b", [1], 1)
        .Node("Conv", ["image", "w", "b"], "map", "", ("kernel_shape", [1, 1]));

    private static byte[] Network(long[] shape, string end = "Identity", int channels = 3) => Beginning(channels, Side)
        .Integers("shape", shape).Node("Reshape", ["map", "shape"], "shaped").Node(end, ["shaped"], "depth")
        .Output("depth", shape).Build();

    private static byte[] Open() => new OnnxFile().Input("image", -1, 3, -1, -1)
        .Weights("w", [1, 3, 1, 1], 20, -10, 5)
        .Node("Conv", ["image", "w"], "depth", "", ("kernel_shape", [1, 1])).Output("depth", -1, 1, -1, -1).Build();

    private static byte[] TwoMaps() => Beginning(3, Side)
        .Node("MaxPool", ["map"], "half", "", ("kernel_shape", [2, 2]), ("strides", [2, 2]))
        .Output("map", 1, 1, Side, Side).Output("half", 1, 1, Side / 2, Side / 2).Build();
}
