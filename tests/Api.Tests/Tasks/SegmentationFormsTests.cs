using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Tasks;

/// <summary>The classes of pixels as indexed PNG, npy, polygons and masks, over HTTP.</summary>
public sealed class SegmentationFormsTests : IAsyncLifetime
{
    private const int Width = 6, Height = 5;

    private const string Exact = """{ "normalize": { "divide": 255 }, "resize": { "rule": "exact", "filter": "nearest" } }""";

    // Red, green and blue are the classes 0, 1 and 2.
    private static readonly int[] Classes =
    [
        0, 0, 0, 0, 0, 0,
        0, 1, 1, 1, 1, 0,
        0, 1, 2, 2, 1, 2,
        0, 1, 1, 1, 1, 0,
        2, 0, 0, 0, 0, 0,
    ];

    private static readonly SKColor[] Colours = [new(255, 0, 0), new(0, 255, 0), new(0, 0, 255)];

    private static readonly byte[] Picture = PixelPictures.Png(Width, [.. Classes.Select(index => Colours[index])]);

    private readonly TestModels _models = new TestModels()
        .Add("scores", Scores(3), "red\ngreen\nblue\n", Exact)
        .Add("many", Scores(300), string.Concat(Enumerable.Range(0, 300).Select(i => $"class {i}\n")), Exact)
        .Add("indices", Indices(1), settings: Exact)
        .Add("large-indices", Indices(200), settings: Exact)
        .Add(
            "centre", Scores(3), "red\ngreen\nblue\n",
            """{ "normalize": { "divide": 255 }, "resize": { "rule": "none" } }""");

    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task An_indexed_png_has_the_classes_as_the_numbers_of_vocs_colours()
    {
        byte[] png = await Ask("scores", "&format=indexed").Bytes("image/png");

        // The bit depth and the type of the colours.
        Assert.Equal([8, 3], png[24..26]);
        SKColor[] voc = [new(0, 0, 0), new(128, 0, 0), new(0, 128, 0)];
        Assert.Equal(Classes.Select(index => voc[index]), PixelPictures.Pixels(png));
        Assert.Equal((Width, Height), Pictures.PngSize(png));
    }

    [Fact]
    public async Task An_array_has_the_classes_as_bytes_or_where_these_are_too_small_as_integers()
    {
        var bytes = new NpyArray(await Ask("scores", "&format=npy").Bytes("application/x-npy"));
        Assert.Equal(NpyArray.HeaderOf("|u1", Height, Width), bytes.Header);
        Assert.Equal(Classes.Select(index => (byte)index), bytes.Bytes);

        foreach ((string model, int scale) in new[] { ("indices", 1), ("large-indices", 200), ("many", 1) })
        {
            var integers = new NpyArray(await Ask(model, "&format=npy").Bytes("application/x-npy"));
            Assert.Equal(NpyArray.HeaderOf("<i4", Height, Width), integers.Header);
            Assert.Equal(Classes.Select(index => index * scale), integers.Values<int>());
        }
    }

    [Fact]
    public async Task Pixels_without_a_class_are_marked()
    {
        var seen = new NpyArray(await Ask("scores", "&classes=green,2&format=npy").Bytes("application/x-npy"));
        Assert.Equal(Classes.Select(index => index == 0 ? (byte)255 : (byte)index), seen.Bytes);
        SKColor[] pixels = PixelPictures.Pixels(await Ask("scores", "&classes=green&format=indexed").Bytes("image/png"));
        Assert.Equal(new SKColor(224, 224, 192), pixels[0]);
        var integers = new NpyArray(await Ask("indices", "&classes=1&format=npy").Bytes("application/x-npy"));
        Assert.Equal(Classes.Select(index => index == 1 ? 1 : -1), integers.Values<int>());

        // A crop cuts the outer columns off.
        byte[] wide = PixelPictures.Png(Width + 2, [.. Enumerable.Repeat(Colours[1], (Width + 2) * Height)]);
        var cropped = new NpyArray(
            await Client.Post("/predict?model=centre&format=npy", HttpCalls.Image(wide)).Bytes("application/x-npy"));
        Assert.Equal(NpyArray.HeaderOf("|u1", Height, Width + 2), cropped.Header);
        Assert.Equal([255, .. Enumerable.Repeat((byte)1, Width), 255], cropped.Bytes[..(Width + 2)]);
    }

    [Fact]
    public async Task Too_many_classes_have_no_indexed_png()
    {
        JsonNode known = await Ask("many", "&format=indexed").Problem(406, "not_acceptable");
        Assert.Contains("The format indexed was asked for; json, png, npy are available here.", known.Detail(), StringComparison.Ordinal);
        JsonNode found = await Ask("large-indices", "&format=indexed").Problem(400, "invalid_parameter");
        Assert.Contains("has the class 400; this format has room for the classes 0 to 254. Ask for format=npy.", found.Detail(),
            StringComparison.Ordinal);
        Assert.NotEmpty(await Ask("indices", "&format=indexed").Bytes("image/png"));
    }

    [Fact]
    public async Task Accept_asks_for_the_drawn_picture_or_the_array()
    {
        byte[] drawn = await Ask("scores", "&format=png").Bytes("image/png");
        Assert.Equal(drawn, await Ask("scores", "", "image/png").Bytes("image/png"));
        byte[] array = await Ask("scores", "", "application/x-npy, application/json;q=0.5").Bytes("application/x-npy");
        Assert.Equal(await Ask("scores", "&format=NPY").Bytes("application/x-npy"), array);
        using HttpResponseMessage response = await Ask("scores", "&format=npy");
        Assert.Equal("scores-segmentation.npy", response.Content.Headers.ContentDisposition?.FileName);
    }

    [Fact]
    public async Task Polygons_and_masks_are_made_where_they_are_asked_for()
    {
        JsonArray plain = Found(await Ask("scores", "").Json());
        Assert.All(plain, part => Assert.Equal(
            ["label", "index", "pixels", "share", "counts"], part!.AsObject().Select(member => member.Key)));

        JsonArray parts = Found(await Ask("scores", "&polygons=true&masks=true").Json());
        Assert.Equal(["red", "green", "blue"], parts.Select(part => part!.Text("label")));
        Assert.Equal(
            """{"outer":[[1,1,5,1,5,4,1,4]],"holes":[[2,3,4,3,4,2,2,2]],"leftOut":0}""", parts[1]!["polygons"]!.ToJsonString());
        Assert.Equal(
            """{"outer":[[2,2,4,2,4,3,2,3],[0,4,1,4,1,5,0,5],[5,2,6,2,6,3,5,3]],"holes":[],"leftOut":0}""",
            parts[2]!["polygons"]!.ToJsonString());
        foreach (JsonNode? part in parts)
        {
            byte[] png = Convert.FromBase64String(part!.Text("png"));
            int index = part!["index"]!.GetValue<int>();
            Assert.Equal([1, 0], png[24..26]);
            Assert.Equal(
                Classes.Select(each => each == index ? SKColors.White : SKColors.Black), PixelPictures.Pixels(png));
        }
    }

    private static JsonArray Found(JsonNode answer) => answer["results"]![0]!["segmentation"]!["classes"]!.AsArray();

    private Task<HttpResponseMessage> Ask(string model, string query, string? accept = null) =>
        Client.Send(HttpMethod.Post, $"/predict?model={model}{query}", accept, HttpCalls.Image(Picture));

    /// <summary>The score of each of the first three classes is the value of a colour; of the others it is less.</summary>
    private static byte[] Scores(int classes)
    {
        float[] weights = new float[classes * 3], bias = new float[classes];
        (weights[0], weights[4], weights[8]) = (1, 1, 1);
        bias.AsSpan(3).Fill(-1);
        return new OnnxFile().Input("image", -1, 3, Height, Width)
            .Weights("w", [classes, 3, 1, 1], weights).Weights("b", [classes], bias)
            .Node("Conv", ["image", "w", "b"], "scores", "", ("kernel_shape", [1, 1]))
            .Output("scores", -1, classes, Height, Width).Build();
    }

    /// <summary>The classes as integers, times a factor.</summary>
    private static byte[] Indices(int factor) => new OnnxFile().Input("image", -1, 3, Height, Width)
        .Integers("factor", factor)
        .NodeWith("ArgMax", ["image"], "largest", "axis", 1)
        .Node("Mul", ["largest", "factor"], "classes")
        .TypedOutput("classes", OnnxFile.Int64, -1, 1, Height, Width).Build();
}
