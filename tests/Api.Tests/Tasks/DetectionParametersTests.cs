using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Tasks;

/// <summary>What a request can ask of a detector, over HTTP.</summary>
public sealed class DetectionParametersTests : IAsyncLifetime
{
    private readonly TestModels _models = new();
    private readonly byte[] _photo;
    private readonly RecordedPhoto _recorded;
    private ApiFactory? _factory;

    public DetectionParametersTests()
    {
        var task = new RecordedTask("yolov8");
        _recorded = task.Photos.First(photo => !photo.IsPart);
        _photo = File.ReadAllBytes(TestData.Path(_recorded.Path));
        File.WriteAllBytes(Path.Combine(_models.Folder, "boxes.onnx"), task.Model);
        File.WriteAllBytes(Path.Combine(_models.Folder, "compared.onnx"), new RecordedTask("yolov10").Model);
        _models.Add("named", new RecordedTask("yolox-nano").Model, settings: """{ "detection": { "threshold": 0.5, "max": 1 } }""");
        _models.Add("wrong", task.Model, settings: """{ "detection": { "layout": "yolox" } }""");
    }

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task A_higher_threshold_leaves_the_better_ones()
    {
        JsonArray found = await Predict("&threshold=0.7");
        Assert.Equal(_recorded.Detections.Count(box => box.Score > 0.7), found.Count);
        Assert.All(found, item => Assert.True(item!["score"]!.GetValue<double>() > 0.7));
        Same((await Predict("")).Take(3), await Predict("&max=3"));
    }

    [Fact]
    public async Task A_lower_overlap_leaves_fewer_and_one_drops_nothing()
    {
        int usual = (await Predict("")).Count;
        Assert.True((await Predict("&iou=0.1")).Count < usual);
        Assert.True((await Predict("&iou=1")).Count > usual);
    }

    [Fact]
    public async Task Classes_are_chosen_by_labels_or_indices()
    {
        JsonArray all = await Predict("");
        string label = all[0]!.Text("label");
        int index = all[0]!["index"]!.GetValue<int>();
        JsonArray byLabel = await Predict($"&classes={label.ToUpperInvariant()}"), byIndex = await Predict($"&classes={index}");
        Assert.NotEmpty(byLabel);
        Assert.All(byLabel, item => Assert.Equal(label, item!.Text("label")));
        Same(byLabel, byIndex);
        Assert.NotEqual(all.Count, byLabel.Count);
    }

    [Fact]
    public async Task What_does_not_fit_is_named()
    {
        await Problem("boxes", "threshold=1.5", "'threshold' is '1.5'; expected a number from 0 to 1");
        await Problem("boxes", "iou=none", "'iou' is 'none'; expected a number from 0 to 1");
        await Problem("boxes", "max=0", "'max' is '0'");
        await Problem("boxes", "classes=zebra", "'classes' has 'zebra'; the model 'boxes' has the classes 0 to");
        await Problem("boxes", "classes=1,,2", "texts with commas between");
        await Problem("compared", "iou=0.5", "compares its boxes itself (layout end-to-end)");

        async Task Problem(string model, string query, string says, string code = "invalid_parameter")
        {
            JsonNode problem = await Client.Post($"/predict?model={model}&{query}", HttpCalls.Image(_photo)).Problem(400, code);
            Assert.Contains(says, problem.Detail(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Fovea_json_sets_thresholds_and_a_layout_that_does_not_fit_is_an_error()
    {
        JsonNode model = await Client.Get("/models/named").Json();
        Assert.Equal(("0.5", "1"), (model["threshold"]!.ToJsonString(), model["maxDetections"]!.ToJsonString()));
        JsonNode answer = await Client.Post("/predict?model=named", HttpCalls.Image(_photo)).Json();
        Assert.InRange(answer["results"]![0]!["detections"]!.AsArray().Count, 0, 1);
        JsonNode wrong = await Client.Get("/models/wrong").Json();
        Assert.Equal("failed", wrong.Text("state"));
        Assert.Contains("detection.layout is \"yolox\", whose outputs are [N,cells,5+C]", wrong.Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_pictures_have_an_answer_each_and_the_protocol_gives_it_too()
    {
        JsonNode answer = await Client.Post("/predict?model=boxes", HttpCalls.Files(("a.jpg", _photo), ("b.png", Pictures.Red))).Json();
        Same(await Predict(""), answer["results"]![0]!["detections"]!.AsArray());
        Assert.Equal(2, answer["results"]!.AsArray().Count);

        string request = $$"""
            {"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{Convert.ToBase64String(_photo)}}"]}],
             "outputs":[{"name":"detections"}]}
            """;
        JsonNode output = (await Client.Infer("boxes", request).Json())["outputs"]![0]!;
        JsonArray detections = JsonNode.Parse(output["data"]![0]!.GetValue<string>())!.AsArray();
        Same(await Predict(""), detections);
    }

    [Fact]
    public async Task The_answer_is_drawn_on_the_picture()
    {
        byte[] png = await Client.Post("/predict?model=boxes&format=png&max=1", HttpCalls.Image(_photo)).Bytes("image/png");
        using SKBitmap drawn = SKBitmap.Decode(png), photo = SKBitmap.Decode(_photo);
        Assert.Equal((photo.Width, photo.Height), (drawn.Width, drawn.Height));
        JsonNode box = (await Predict("&max=1"))[0]!["box"]!;
        int left = (int)box["x"]!.GetValue<double>();
        int middle = (int)(box["y"]!.GetValue<double>() + (box["height"]!.GetValue<double>() / 2));
        Assert.NotEqual(photo.GetPixel(left, middle), drawn.GetPixel(left, middle));
        using var wanted = new HttpRequestMessage(HttpMethod.Post, "/predict?model=boxes&max=1") { Content = HttpCalls.Image(_photo) };
        wanted.Headers.Accept.ParseAdd("image/png");
        Assert.Equal(png, await Client.SendAsync(wanted).Bytes("image/png"));
        Assert.NotEmpty(await Client.Post("/predict?model=digits&format=png", HttpCalls.Image(_photo)).Bytes("image/png"));

        JsonNode several = await Client.Post("/predict?model=boxes&format=png", HttpCalls.Files(("a.jpg", _photo), ("b.jpg", _photo)))
            .Problem(400, "invalid_body");
        Assert.Contains("2 images were sent", several.Detail(), StringComparison.Ordinal);
        JsonNode npy = await Client.Post("/predict?model=boxes&format=npy", HttpCalls.Image(_photo)).Problem(406, "not_acceptable");
        Assert.Contains("json, png are available", npy.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Candidates_say_why_there_are_no_boxes()
    {
        JsonNode answer = await Client.Post("/predict?model=boxes&threshold=1&candidates=4", HttpCalls.Image(_photo)).Json();
        JsonNode result = answer["results"]![0]!;
        JsonNode why = result["candidates"]!;
        Assert.Empty(result["detections"]!.AsArray());
        Assert.Equal(("yolov8", "1", "0.7"), (why.Text("layout"), why["threshold"]!.ToJsonString(), why["iou"]!.ToJsonString()));
        Assert.Equal(("189", "0"), (why["boxes"]!.ToJsonString(), why["aboveThreshold"]!.ToJsonString()));
        double[] scores = [.. why["best"]!.AsArray().Select(box => box!["score"]!.GetValue<double>())];
        Assert.Equal(4, scores.Length);
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.InRange(scores[0], _recorded.Detections[0].Score - 1e-3, _recorded.Detections[0].Score + 1e-3);
        Assert.Null((await Client.Post("/predict?model=boxes", HttpCalls.Image(_photo)).Json())["results"]![0]!["candidates"]);
    }

    private static void Same(IEnumerable<JsonNode?> expected, IEnumerable<JsonNode?> found) =>
        Assert.Equal(expected.Select(item => item!.ToJsonString()), found.Select(item => item!.ToJsonString()));

    private async Task<JsonArray> Predict(string query) =>
        (await Client.Post($"/predict?model=boxes{query}", HttpCalls.Image(_photo)).Json())["results"]![0]!["detections"]!.AsArray();
}
