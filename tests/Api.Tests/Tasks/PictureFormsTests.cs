using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Tasks;

/// <summary>Pictures and vectors in the forms that their tasks list, over HTTP, and what is said of a form that there is not.</summary>
public sealed class PictureFormsTests : IAsyncLifetime
{
    private const int Side = 8;

    private const string Exact = """{ "normalize": { "divide": 255 }, "resize": { "rule": "exact", "filter": "nearest" } }""";

    private static readonly SKColor[] Colours =
        [.. Enumerable.Range(0, Side * Side).Select(i => new SKColor((byte)(i * 4), (byte)(255 - i), (byte)(i % Side * 30)))];

    private readonly TestModels _models = new TestModels().AddGood()
        .Add("same", Same(3), settings: Exact).Add("gray", Same(1), settings: Exact).Add("colouring", Colouring(), settings: Exact)
        .Add(
            "vectors", TestModels.Colours(-1),
            settings: """{ "task": "embedding", "output": "/pool/Output", "resize": { "rule": "exact", "width": 4, "height": 4 } }""");

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
    public async Task A_picture_is_sent_as_png_jpeg_and_array()
    {
        byte[] png = await Ask("same", "&format=png").Bytes("image/png");
        Assert.Equal(Colours, PixelPictures.Pixels(png));
        JsonNode json = await Ask("same", "").Json();
        Assert.Equal(png, Convert.FromBase64String(json["results"]![0]!["picture"]!.Text("png")));

        var array = new NpyArray(await Ask("same", "&format=npy").Bytes("application/x-npy"));
        Assert.Equal(NpyArray.HeaderOf("|u1", Side, Side, 3), array.Header);
        Assert.Equal(Colours.SelectMany(colour => new[] { colour.Red, colour.Green, colour.Blue }), array.Bytes);

        byte[] jpeg = await Ask("same", "&format=jpeg").Bytes("image/jpeg");
        Assert.Equal([0xFF, 0xD8, 0xFF], jpeg[..3]);
        SKColor[] near = PixelPictures.Pixels(jpeg);
        Assert.True(Colours.Zip(near).Average(pair => Math.Abs(pair.First.Red - pair.Second.Red)) < 4);
        Assert.Equal(jpeg, await Ask("same", "", "image/jpeg").Bytes("image/jpeg"));
    }

    [Fact]
    public async Task A_gray_picture_is_an_array_of_two_axes()
    {
        var array = new NpyArray(await Ask("gray", "&format=npy").Bytes("application/x-npy"));
        Assert.Equal(NpyArray.HeaderOf("|u1", Side, Side), array.Header);
        // Pillow's L: ITU-R 601-2 in fixed point.
        byte[] gray =
        [
            .. Colours.Select(colour => (byte)(((19595 * colour.Red) + (38470 * colour.Green) + (7471 * colour.Blue) + 0x8000) >> 16)),
        ];
        Assert.Equal(gray, array.Bytes);
        SKColor[] made = PixelPictures.Pixels(await Ask("gray", "&format=png").Bytes("image/png"));
        Assert.Equal(gray.Select(value => new SKColor(value, value, value)), made);
    }

    [Fact]
    public async Task A_network_that_gives_colours_to_a_gray_picture_makes_pictures()
    {
        JsonNode model = await Client.Get("/models/colouring").Json();
        Assert.Equal(("imageToImage", "[0,1]"), (model.Text("task"), model["pictureRange"]!.ToJsonString()));
        byte[] gray = new NpyArray(await Ask("gray", "&format=npy").Bytes("application/x-npy")).Bytes;

        SKColor[] made = PixelPictures.Pixels(await Ask("colouring", "&format=png").Bytes("image/png"));

        Assert.Equal(
            gray.Select(value => new SKColor(value, (byte)Math.Round(value / 2.0, MidpointRounding.ToEven), 0)), made);
    }

    [Fact]
    public async Task A_vector_is_sent_as_an_array()
    {
        JsonArray values = (await Ask("vectors", "&normalize=true").Json())["results"]![0]!["embedding"]!["values"]!.AsArray();
        var array = new NpyArray(await Ask("vectors", "&normalize=true&format=npy").Bytes("application/x-npy"));
        Assert.Equal(NpyArray.HeaderOf("<f4", 3), array.Header);
        Assert.Equal(values.Select(value => value!.GetValue<float>()), array.Values<float>());
    }

    [Fact]
    public async Task A_form_that_the_task_has_not_is_refused_with_those_that_it_has()
    {
        JsonNode none = await Ask("same", "&format=gif").Problem(400, "invalid_parameter");
        Assert.Contains(
            "The parameter 'format' is 'gif'; expected 'json' or 'png' or 'indexed' or 'npy'", none.Detail(), StringComparison.Ordinal);
        await Refused("colours", "&format=npy", "The format npy was asked for; json, png are available here.");
        await Refused("same", "&format=indexed", "The format indexed was asked for; json, png, jpeg, npy are available here.");
        await Refused(
            "same", "", "available are application/json, image/png, image/jpeg and application/x-npy, or ?format=json, png, jpeg, npy.",
            "text/html");

        using HttpContent two = HttpCalls.Files(("a.png", Pictures.Red), ("b.png", Pictures.Blue));
        JsonNode several = await Client.Post("/predict?model=same&format=npy", two).Problem(400, "invalid_body");
        Assert.Contains("2 images were sent, and an answer as npy is that of one.", several.Detail(), StringComparison.Ordinal);

        async Task Refused(string model, string query, string says, string? accept = null)
        {
            JsonNode problem = await Ask(model, query, accept).Problem(406, "not_acceptable");
            Assert.Contains(says, problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_document_has_every_form()
    {
        JsonNode operation = (await Client.Get("/openapi/v1.json").Json())["paths"]!["/predict"]!["post"]!;
        JsonNode format = operation["parameters"]!.AsArray().Single(parameter => parameter!.Text("name") == "format")!;
        Assert.Equal("""["json","png","indexed","npy","jpeg"]""", format["schema"]!["enum"]!.ToJsonString());
        JsonObject content = operation["responses"]!["200"]!["content"]!.AsObject();
        Assert.Equal(
            ["application/json", "application/x-npy", "image/jpeg", "image/png"], content.Select(type => type.Key).Order());
        Assert.Contains(
            "segmentation, indexed: A PNG with Pascal VOC's palette", content["image/png"]!["schema"]!.Text("description"),
            StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Ask(string model, string query, string? accept = null) => Client.Send(
        HttpMethod.Post, $"/predict?model={model}{query}", accept, HttpCalls.Image(PixelPictures.Png(Side, Colours)));

    private static byte[] Same(int channels) => new OnnxFile().Input("image", -1, channels, Side, Side)
        .Node("Relu", ["image"], "picture").Output("picture", -1, channels, Side, Side).Build();

    /// <summary>Red is the gray, green half of it, and blue none.</summary>
    private static byte[] Colouring() => new OnnxFile().Input("image", -1, 1, Side, Side)
        .Weights("w", [3, 1, 1, 1], 1, 0.5f, 0)
        .Node("Conv", ["image", "w"], "picture", "", ("kernel_shape", [1, 1])).Output("picture", -1, 3, Side, Side).Build();
}
