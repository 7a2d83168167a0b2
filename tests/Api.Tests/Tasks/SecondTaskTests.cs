using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Models.Tasks;
using Fovea.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Fovea.Api.Tests.Tasks;

/// <summary>
/// A second task is one file (<see cref="MeanColour"/>) and one line in the table, and works by every way into the service.
/// </summary>
public sealed class SecondTaskTests : IAsyncLifetime
{
    // A picture for a picture is also what another task makes.
    private const string MeanOfPicture = """
        { "task": "meanColour", "normalize": { "divide": 255 }, "resize": { "rule": "exact", "width": 4, "height": 4 } }
        """;

    private const string PictureOfPicture = """
        { "task": "imageToImage", "normalize": { "divide": 255 }, "resize": { "rule": "exact", "width": 4, "height": 4 } }
        """;

    private readonly TestModels _models = new TestModels()
        .Add("filter", Filter(-1), settings: MeanOfPicture).Add("filter-in-threes", Filter(3), settings: MeanOfPicture)
        .Add("maker", Filter(-1), settings: PictureOfPicture).Add("mixing", Mixing()).Add("collapsing", Collapsing()).AddGood();

    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(
        services => services.AddSingleton(new TaskTable([new MeanColour(), .. TaskTable.Default.Tasks])),
        ("Models:Path", _models.Folder), ("Models:Default", "filter"));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task Predict_answers_by_the_task_of_the_model()
    {
        JsonNode filtered = (await Client.Post("/predict", Picture(SKColors.Orange)).Json())["results"]![0]!;
        JsonNode classified = (await Client.Post("/predict?model=colours&top=1", Picture(SKColors.Lime)).Json())["results"]![0]!;

        Assert.Equal("""{"hex":"#ffa500","width":16,"height":8}""", filtered["colour"]!.ToJsonString());
        Assert.Equal(["id", "colour"], filtered.AsObject().Select(member => member.Key));
        Assert.Equal("green", classified["predictions"]![0]!.Text("label"));
        Assert.Equal(["id", "predictions"], classified.AsObject().Select(member => member.Key));
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("filter-in-threes")]
    public async Task Each_picture_of_a_request_has_an_answer_of_its_own(string model)
    {
        using var form = new MultipartFormDataContent
        {
            { Picture(SKColors.Red), "files", "a.png" }, { Picture(SKColors.Lime), "files", "b.png" },
            { Picture(SKColors.Blue), "files", "c.png" }, { Picture(SKColors.White), "files", "d.png" },
        };

        JsonNode answer = await Client.Post($"/predict?model={model}", form).Json();

        Assert.Equal(
            ["a.png #ff0000", "b.png #00ff00", "c.png #0000ff", "d.png #ffffff"],
            answer["results"]!.AsArray().Select(result => $"{result!.Text("name")} {result!["colour"]!.Text("hex")}"));
    }

    [Fact]
    public async Task A_parameter_of_the_task_is_read_and_checked()
    {
        JsonNode answer = await Client.Post("/predict?levels=2", Picture(SKColors.Orange)).Json();
        Assert.Equal("#ffff00", answer["results"]![0]!["colour"]!.Text("hex"));

        JsonNode problem = await Client.Post("/predict?levels=1", Picture(SKColors.Orange)).Problem(400, "invalid_parameter");
        Assert.Contains(
            "The parameter 'levels' is '1'; expected a whole number from 2 to 256.", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colours", "levels=2", "'levels'", "classification", "'top'")]
    [InlineData("colours", "top=1&iou=0.5", "'iou'", "classification", "'top'")]
    [InlineData("colours", "normalize=false", "'normalize'", "classification", "'top'")]
    [InlineData("filter", "top=1", "'top'", "meanColour", "'levels'")]
    [InlineData("maker", "threshold=0.5", "'threshold'", "imageToImage", "none")]
    public async Task A_parameter_of_another_task_is_refused(string model, string query, string foreign, string task, string own)
    {
        JsonNode problem = await Client.Post($"/predict?model={model}&{query}", Picture(SKColors.Orange)).Problem(400, "invalid_parameter");
        Assert.Equal(
            $"The parameter {foreign} is given; the task of the model '{model}' is {task}, which does not take it. Of the parameters of " +
            $"tasks it takes {own}. Leave the others out.",
            problem.Detail());
    }

    [Fact]
    public async Task A_form_of_the_task_is_sent_documented_and_refused_of_other_models()
    {
        byte[] text = await Client.Post("/predict?format=text", Picture(SKColors.Orange)).Bytes("text/plain");
        Assert.Equal("#ffa500", Encoding.UTF8.GetString(text));
        using HttpResponseMessage accepted = await Client.Send(HttpMethod.Post, "/predict", "text/plain", Picture(SKColors.Orange));
        Assert.Equal("#ffa500", await accepted.Content.ReadAsStringAsync());
        Assert.NotEmpty(await Client.Post("/predict?format=png", Picture(SKColors.Orange)).Bytes("image/png"));
        JsonNode refused = await Client.Post("/predict?model=colours&format=text", Picture(SKColors.Orange)).Problem(406, "not_acceptable");
        Assert.Contains("The format text was asked for; json, png are available here.", refused.Detail(), StringComparison.Ordinal);

        JsonNode predict = (await Client.Get("/openapi/v1.json").Json())["paths"]!["/predict"]!["post"]!;
        JsonNode format = predict["parameters"]!.AsArray().Single(parameter => parameter!.Text("name") == "format")!;
        Assert.Contains("text", format["schema"]!["enum"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(
            "meanColour, text: The colour as text.",
            predict["responses"]!["200"]!["content"]!["text/plain"]!["schema"]!.Text("description"));
    }

    [Fact]
    public async Task The_description_of_a_model_names_its_task_with_its_details()
    {
        JsonNode model = await Client.Get("/models/filter").Json();
        Assert.Equal(("meanColour", "4", "4"), (model.Text("task"), model["mapWidth"]!.ToJsonString(), model["mapHeight"]!.ToJsonString()));
        Assert.Equal("classification", (await Client.Get("/models/colours").Json()).Text("task"));
    }

    [Fact]
    public async Task The_document_has_its_answer_its_parameter_and_its_details()
    {
        JsonNode document = await Client.Get("/openapi/v1.json").Json();
        JsonNode schemas = document["components"]!["schemas"]!;

        Assert.Equal(
            [
                "id", "name", "colour", "detections", "candidates", "landmarks", "keypoints", "predictions", "pose", "texts",
                "segmentation", "depth", "embedding", "picture",
            ],
            schemas["PredictResult"]!["properties"]!.AsObject().Select(member => member.Key));
        Assert.Equal(["hex", "width", "height"], schemas["Colour"]!["properties"]!.AsObject().Select(member => member.Key));
        Assert.NotNull(schemas["ModelDetails"]!["properties"]!["mapWidth"]);
        Assert.Contains("meanColour", schemas["ModelDetails"]!["properties"]!["task"]!["enum"]!.ToJsonString(), StringComparison.Ordinal);
        JsonNode levels = document["paths"]!["/predict"]!["post"]!["parameters"]!.AsArray()
            .Single(parameter => parameter!.Text("name") == "levels")!;
        Assert.Equal(
            ("2", "256"), (levels["schema"]!["minimum"]!.ToJsonString(), levels["schema"]!["maximum"]!.ToJsonString()));
        Assert.Null(levels["schema"]!["default"]);
        Assert.EndsWith("256 where it is not given.", levels.Text("description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("filter-in-threes")]
    public async Task The_open_inference_protocol_gives_the_answer_beside_the_outputs(string model)
    {
        string images = string.Join(
            ',', new[] { SKColors.Red, SKColors.Orange }.Select(colour => $"\"{Convert.ToBase64String(Bytes(colour))}\""));
        string request = $$"""
            {"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","data":[{{images}}]}],
             "outputs":[{"name":"colour"},{"name":"filtered"}]}
            """;

        JsonNode outputs = (await Client.Infer(model, request).Json())["outputs"]!;

        Assert.Equal(("colour", "BYTES", "[2]"), (outputs[0]!.Text("name"), outputs[0]!.Text("datatype"), outputs[0]!.Shape()));
        Assert.Equal(
            ["""{"hex":"#ff0000","width":16,"height":8}""", """{"hex":"#ffa500","width":16,"height":8}"""],
            outputs[0]!["data"]!.AsArray().Select(element => element!.GetValue<string>()));
        Assert.Equal(("filtered", "[2,3,4,4]"), (outputs[1]!.Text("name"), outputs[1]!.Shape()));
    }

    [Fact]
    public async Task The_tasks_answer_takes_no_classification()
    {
        string image = Convert.ToBase64String(Bytes(SKColors.Red));
        string request = $$"""
            {"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{image}}"]}],
             "outputs":[{"name":"colour","parameters":{"classification":2} }]}
            """;

        string error = await Client.Infer("filter", request).V2Error(400);

        Assert.Contains("'classification' is for outputs of the network", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_has_the_same_answer_over_both_protocols_though_the_model_mixes_images()
    {
        SKColor[] colours = [SKColors.Red, SKColors.Lime];
        string[] predicted = [.. (await Predict("mixing", colours)).Select(result => result!["predictions"]!.ToJsonString())];
        string data = string.Join(',', colours.Select(colour => $"\"{Convert.ToBase64String(Bytes(colour))}\""));
        string request =
            $$"""{"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","data":[{{data}}]}],"outputs":[{"name":"predictions"}]}""";

        JsonNode output = (await Client.Infer("mixing", request).Json())["outputs"]![0]!;

        Assert.Equal(predicted, output["data"]!.AsArray().Select(element => element!.GetValue<string>()));
    }

    [Fact]
    public async Task A_model_without_a_row_per_image_has_no_task()
    {
        Assert.Equal("featureMaps", (await Client.Get("/models/collapsing").Json()).Text("task"));
        await Client.Post("/predict?model=collapsing", Picture(SKColors.Red)).Problem(422, "model_not_classifier");
    }

    [Fact]
    public async Task A_model_that_no_task_recognises_is_told_what_was_expected()
    {
        JsonNode problem = await Client.Post("/predict?model=edges", Picture(SKColors.Red)).Problem(422, "model_not_classifier");
        Assert.Contains(
            "The model 'edges' is none of these: a colour filter, a detector, a landmark network, a key point network, an image " +
            "classifier, a pose estimator, a text detector, a segmenter, a depth estimator, a network that makes pictures. It takes",
            problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains(
            "one image and one colour map, or one image and boxes, or one image and the landmarks of one thing, or one image and " +
            "features, logits and reliability of cells, or one image and one score vector, or one image and heat maps, offsets and " +
            "displacements of people's parts, or one image and a map of texts, or one image and a map of classes, or one image and a map " +
            "of one number for each pixel, or one image and one image were expected", problem.Text("detail"),
            StringComparison.Ordinal);
    }

    private async Task<JsonArray> Predict(string model, SKColor[] colours)
    {
        using var form = new MultipartFormDataContent();
        foreach (SKColor colour in colours)
            form.Add(Picture(colour), "files", $"{colour}.png");
        return (await Client.Post($"/predict?model={model}", form).Json())["results"]!.AsArray();
    }

    /// <summary>Scores less their mean over the batch.</summary>
    private static byte[] Mixing() => new OnnxFile()
        .Input("image", -1, 3, 4, 4)
        .Node("GlobalAveragePool", ["image"], "pool").Node("Flatten", ["pool"], "rows")
        .Node("ReduceMean", ["rows"], "mean", "", ("axes", [0]))
        .Node("Sub", ["rows", "mean"], "scores").Output("scores", -1, 3).Build();

    /// <summary>One colour map for three images.</summary>
    private static byte[] Collapsing() => new OnnxFile()
        .Input("image", 3, 3, 4, 4).Node("ReduceMean", ["image"], "mean", "", ("axes", [0])).Output("mean", 1, 3, 4, 4).Build();

    private static byte[] Filter(long batch) => new OnnxFile()
        .Input("image", batch, 3, 4, 4).Node("Relu", ["image"], "filtered").Output("filtered", batch, 3, 4, 4).Build();

    private static byte[] Bytes(SKColor colour) => Pictures.Plain(colour, width: 16, height: 8);

    private static ByteArrayContent Picture(SKColor colour) => HttpCalls.Image(Bytes(colour));
}
