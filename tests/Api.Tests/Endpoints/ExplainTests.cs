using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Models.Explanations.Methods;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

/// <summary><c>/explain</c> over HTTP, on networks of which the maps are known.</summary>
[Collection(nameof(ServedModels))]
public sealed class ExplainTests(ServedModels served)
{
    // The scores of 'colours' are 10 times the mean of each colour.
    private const string Address = "/explain?model=colours";

    private readonly HttpClient _client = served.Client;

    public static TheoryData<string> Methods => [.. MethodTable.All.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Every_method_answers_in_every_format(string method)
    {
        string address = $"{Address}&method={Uri.EscapeDataString(method)}";
        JsonNode json = await _client.Post(address, HttpCalls.Image(HalfRed())).Json();
        byte[] npy = await _client.Post($"{address}&format=npy", HttpCalls.Image(HalfRed())).Bytes("application/x-npy");
        using SKBitmap png = SKBitmap.Decode(await _client.Post($"{address}&format=png", HttpCalls.Image(HalfRed())).Bytes("image/png"));

        Assert.Equal((method, "red", 0), (json.Text("method"), json.Text("label"), json["class"]!.GetValue<int>()));
        Assert.Equal(("scores", 5f), (json.Text("value"), json["score"]!.GetValue<float>()));
        Assert.Equal("[4,4]", json["shape"]!.ToJsonString());
        Assert.Contains("'shape': (4, 4)", Encoding.ASCII.GetString(npy), StringComparison.Ordinal);
        float[] values = Values(npy);
        Assert.Equal(json["min"]!.GetValue<float>(), values.Min());
        Assert.Equal(json["max"]!.GetValue<float>(), values.Max());
        Assert.True(json["signed"]!.GetValue<bool>() || values.Min() >= 0);
        Assert.Equal(64, png.Width);
        Assert.Equal(64, png.Height);
        JsonNode cost = json["cost"]!;
        Assert.Equal(
            cost["runs"]!.GetValue<long>(), cost["forward"]!.GetValue<long>() + 2 * cost["gradients"]!.GetValue<long>());
    }

    [Fact]
    public async Task The_layer_speaks_for_red_where_it_is_red()
    {
        JsonNode json = await _client.Post(Address, HttpCalls.Image(HalfRed())).Json();
        float[] map = Values(await _client.Post($"{Address}&format=npy", HttpCalls.Image(HalfRed())).Bytes("application/x-npy"));

        Assert.Equal(("gradcam", "block/relu"), (json.Text("method"), json.Text("layer")));
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(i % 4 < 2 ? 1f : 0, map[i], 1e-5));
        Assert.Null(json["completeness"]);
    }

    [Fact]
    public async Task The_map_lies_on_the_picture_that_was_sent()
    {
        byte[] wide = Pictures.Plain(SKColors.Red, 300, 240);
        JsonNode json = await _client.Post(Address, HttpCalls.Image(wide)).Json();
        using SKBitmap picture = SKBitmap.Decode(await _client.Post($"{Address}&format=png", HttpCalls.Image(wide)).Bytes("image/png"));
        using SKBitmap input = SKBitmap.Decode(
            await _client.Post($"{Address}&format=png&over=input", HttpCalls.Image(wide)).Bytes("image/png"));

        Assert.Equal("""{"width":300,"height":240}""", json["original"]!.ToJsonString());
        Assert.Equal("""{"top":0,"left":0,"bottom":240,"right":300}""", json["crop"]!.ToJsonString());
        Assert.Equal((300, 240), (picture.Width, picture.Height));
        Assert.Equal((64, 64), (input.Width, input.Height));
    }

    [Fact]
    public async Task Integrated_gradients_say_how_well_they_add_up()
    {
        JsonNode sum = (await _client.Post($"{Address}&method=integrated-gradients&steps=4", HttpCalls.Image(HalfRed())).Json())[
            "completeness"]!;

        Assert.Equal(5, sum["sum"]!.GetValue<double>(), 1e-4);
        Assert.Equal(5, sum["expected"]!.GetValue<double>(), 1e-4);
        Assert.InRange(sum["error"]!.GetValue<double>(), 0, 1e-4);
    }

    [Fact]
    public async Task Another_class_by_index_or_label_and_another_layer()
    {
        foreach (string index in new[] { "2", "blue", "BLUE" })
        {
            JsonNode blue = await _client.Post($"{Address}&class={index}&layer=Conv_0", HttpCalls.Image(HalfRed())).Json();
            Assert.Equal(("blue", "block/conv"), (blue.Text("label"), blue.Text("layer")));
        }
    }

    [Fact]
    public async Task An_element_of_an_output_needs_no_classifier()
    {
        byte[] dot = Pictures.Plain(SKColors.White, 4, 4);
        JsonNode json = await _client.Post(
            "/explain?model=edges&method=saliency&output=edges&index=1,2,3", HttpCalls.Image(dot)).Json();
        float[] map = Values(await _client.Post(
            "/explain?model=edges&method=saliency&output=edges&index=27&format=npy", HttpCalls.Image(dot)).Bytes("application/x-npy"));

        Assert.Equal((27, -1f), (json["element"]!.GetValue<int>(), json["score"]!.GetValue<float>()));
        Assert.Null(json["class"]);
        Assert.Equal(Enumerable.Range(0, 16).Select(i => i == 11 ? 1f : 0), map);
        await _client.Post("/explain?model=edges", HttpCalls.Image(dot)).Problem(422, "model_not_classifier");
    }

    [Fact]
    public async Task A_kept_image_is_explained_too()
    {
        string id = (await _client.Post("/predict?model=colours", HttpCalls.Image(HalfRed())).Json())["results"]![0]!.Text("id");

        JsonNode kept = await _client.Get($"/explain?image={id}").Json();
        JsonNode sent = await _client.Post(Address, HttpCalls.Image(HalfRed())).Json();

        Assert.Equal(sent.ToJsonString(), kept.ToJsonString());
        await _client.Get("/explain?image=0").Problem(404, "image_expired");
        await _client.Get("/explain").Problem(400, "invalid_parameter");
    }

    [Theory]
    [InlineData("method=gradcam2", 400, "invalid_parameter", "expected one of gradcam, gradcam++")]
    [InlineData("method=gradcam&samples=3", 400, "invalid_parameter", "smoothgrad does")]
    [InlineData("method=occlusion&layer=block%2Fconv", 400, "invalid_parameter", "gradcam, gradcam++, layercam, guided-gradcam do")]
    [InlineData("method=smoothgrad&noise=lots", 400, "invalid_parameter", "a number from 0 to 10")]
    [InlineData("method=smoothgrad&noise=NaN", 400, "invalid_parameter", "a number from 0 to 10")]
    [InlineData("method=smoothgrad&samples=0", 400, "invalid_parameter", "from 1 to")]
    [InlineData("method=occlusion&window=2&stride=3", 400, "invalid_parameter", "'stride' is '3'")]
    [InlineData("method=occlusion&baseline=purple", 400, "invalid_parameter", "black")]
    [InlineData("class=3", 400, "invalid_parameter", "the classes 0 to 2")]
    [InlineData("class=gren", 400, "invalid_parameter", "'green'")]
    [InlineData("class=1&output=scores", 400, "invalid_parameter", "both given")]
    [InlineData("output=scores", 400, "invalid_parameter", "from 0 to 2")]
    [InlineData("output=scores&index=-1", 400, "invalid_parameter", "whole numbers")]
    [InlineData("output=scores&index=3", 400, "invalid_parameter", "from 0 to 2")]
    [InlineData("index=3", 400, "invalid_parameter", "without 'output'")]
    [InlineData("output=score", 404, "layer_not_found", "'scores'")]
    [InlineData("layer=none", 404, "layer_not_found", "none")]
    [InlineData("layer=scores", 400, "invalid_parameter", "is computed of")]
    [InlineData("layer=Pool_4", 422, "not_a_map", "several rows or columns")]
    [InlineData("method=smoothgrad&samples=400", 422, "run_limit", "802 in all; at most 512")]
    [InlineData("methd=gradcam", 400, "invalid_parameter", "'method'")]
    [InlineData("over=map", 400, "invalid_parameter", "over")]
    [InlineData("format=jpeg", 400, "invalid_parameter", "format")]
    public async Task What_is_wrong_is_named(string query, int status, string code, string message) => Assert.Contains(
        message, (await _client.Post($"{Address}&{query}", HttpCalls.Image(HalfRed())).Problem(status, code)).Detail(),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_model_of_several_inputs_is_refused() =>
        await _client.Post("/explain?model=two-inputs", HttpCalls.Image(HalfRed())).Problem(422, "not_a_map");

    [Fact]
    public async Task Wrong_bodies_and_formats_are_refused()
    {
        await _client.Post(Address, null).Problem(400, "empty_body");
        await _client.Post(Address, HttpCalls.Files(("a.png", HalfRed()), ("b.png", HalfRed()))).Problem(400, "invalid_body");
        await _client.Post(Address, HttpCalls.Image(HalfRed()[..40])).Problem(422, "image_corrupt");
        await _client.Send(HttpMethod.Post, Address, "text/html", HttpCalls.Image(HalfRed())).Problem(406, "not_acceptable");
    }

    [Fact]
    public async Task The_limit_of_runs_is_a_setting()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Explanations:MaxRuns", "2"));
        byte[] seven = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "docs/samples/digit-7.png"));

        Assert.Contains(
            "3 in all; at most 2",
            (await factory.Client.Post("/explain", HttpCalls.Image(seven)).Problem(422, "run_limit")).Detail(), StringComparison.Ordinal);
        Assert.Equal("7", (await factory.Client.Post("/explain?class=7", HttpCalls.Image(seven)).Json()).Text("label"));
    }

    [Fact]
    public async Task A_plus_sign_that_is_not_encoded_is_understood() => Assert.Equal(
        "gradcam++", (await _client.Post($"{Address}&method=gradcam++", HttpCalls.Image(HalfRed())).Json()).Text("method"));

    // The left half is red, the right one black.
    private static byte[] HalfRed()
    {
        using var bitmap = new SKBitmap(4, 4);
        for (int i = 0; i < 16; i++)
            bitmap.SetPixel(i % 4, i / 4, i % 4 < 2 ? SKColors.Red : SKColors.Black);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static float[] Values(byte[] npy) => MemoryMarshal.Cast<byte, float>(npy.AsSpan()[^64..]).ToArray();
}
