using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>
/// What a model's inputs and outputs mean, as <c>/models</c>, <c>/predict</c>, <c>/featuremaps</c> and <c>/v2</c> say it.
/// </summary>
public sealed class ModelMeaningTests : IDisposable
{
    private const string Raw = """{ "resize": { "rule": "exact" }, "normalize": { "divide": 255 } }""";

    // A red picture: the mean of each channel is 1, 0, 0, times 2.
    private static readonly double[] Scores = [2, 0, 0];

    private readonly TestModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task The_activation_is_shown_with_its_source_and_its_reason()
    {
        Add("logits", "", 3, ("labels.txt", "a\nb\nc"));
        Add("hidden", "Softmax; Clip", 3);
        Add("multi", "", 3, ("config.json", """{ "problem_type": "multi_label_classification" }"""));
        Add("regression", "", 3, ("config.json", """{ "problem_type": "regression" }"""));
        Add("one", "", 1);
        Add("pair", "Sigmoid", 1, ("labels.txt", "cat\ndog"));
        var log = new LogRecords();
        await using ApiFactory factory = await Start(services => services.AddSingleton<ILoggerProvider>(log));

        Assert.Equal(("softmax", "default", false), await Activation(factory, "logits"));
        Assert.Equal(("none", "model output", false), await Activation(factory, "hidden"));
        Assert.Equal(("sigmoid", "config.json: problem_type", false), await Activation(factory, "multi"));
        Assert.Equal(("none", "config.json: problem_type", false), await Activation(factory, "regression"));
        Assert.Equal(("sigmoid", "default", true), await Activation(factory, "one"));
        Assert.Equal(("none", "model output", false), await Activation(factory, "pair"));
        JsonNode hidden = await factory.Client.Get("/models/hidden").Json();
        Assert.Equal(
            "The graph gives values from 0 to 1, which are used as they are: Softmax -> Clip.", hidden["activation"]!.Text("reason"));
        Assert.Equal("last", hidden.Text("scoreOutput"));
        Assert.Equal(2, (await factory.Client.Get("/models/pair").Json())["classes"]!.GetValue<int>());
        Assert.Contains(log.Warnings, message => message.Contains("'one'") && message.Contains("Sigmoid is assumed."));
        Assert.DoesNotContain(log.Warnings, message => message.Contains("'pair'") && message.Contains("is assumed"));

        Same(Softmax(Scores), await Predict(factory, "logits"));
        Same(Softmax(Scores), await Predict(factory, "hidden"));
        Same([.. Scores.Select(Sigmoid)], await Predict(factory, "multi"));
        Same(Scores, await Predict(factory, "regression"));
        Same([Sigmoid(2)], await Predict(factory, "one"));
        Same([1 - Sigmoid(2), Sigmoid(2)], await Predict(factory, "pair"));
    }

    [Fact]
    public async Task Several_outputs_are_named_with_the_setting_that_chooses_one()
    {
        byte[] two = Network("", 3).Node("Neg", ["last"], "negative").Output("last", -1, 3).Output("negative", -1, 3).Build();
        _models.Add("open", two, settings: Raw)
            .Add("chosen", two, settings: """{ "resize": { "rule": "exact" }, "normalize": { "divide": 255 }, "output": "negative" }""")
            .Add("misspelt", two, settings: """{ "output": "negativ" }""");
        await using ApiFactory factory = await Start();

        Same(Softmax([.. Scores.Select(score => -score)]), await Predict(factory, "chosen"));
        JsonNode problem = await factory.Client.Post("/predict?model=open", HttpCalls.Image(Red())).Problem(422, "model_not_classifier");
        const string Advice = "'last' of 3 values and 'negative' of 3 values. Name one as \"output\" in open/fovea.json.";
        Assert.Contains(Advice, problem.Text("detail"), StringComparison.Ordinal);
        JsonNode open = await factory.Client.Get("/models/open").Json();
        Assert.Equal("featureMaps", open.Text("task"));
        Assert.Contains(open["notes"]!.AsArray(), note => note!.Text("text").Contains(Advice, StringComparison.Ordinal));
        Assert.Contains(
            "Did you mean 'negative'?", (await factory.Client.Get("/models/misspelt").Json()).Text("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_of_open_channels_that_nothing_tells_names_the_setting()
    {
        byte[] open = new OnnxFile().Input("image", -1, -1, 8, 8).Node("GlobalAveragePool", ["image"], "pool")
            .Node("Flatten", ["pool"], "scores").Output("scores", -1, -1).Build();
        _models.Add("open", open, settings: null)
            .Add("said", open, settings: """{ "input": { "channels": "rgb" }, "normalize": { "divide": 127.5 } }""");
        await using ApiFactory factory = await Start();

        Same(Softmax(Scores), await Predict(factory, "said"));
        const string Advice = "write \"input\": { \"channels\": \"rgb\" } (or bgr, gray, rgba) into open/fovea.json.";
        foreach ((string address, string code) in new[]
        {
            ("/predict?model=open", "model_not_classifier"), ("/featuremaps/pool?model=open", "not_a_map"),
        })
        {
            JsonNode problem = await factory.Client.Post(address, HttpCalls.Image(Red())).Problem(422, code);
            Assert.Contains(Advice, problem.Text("detail"), StringComparison.Ordinal);
        }

        JsonNode details = await factory.Client.Get("/models/open").Json();
        JsonNode note = Assert.Single(details["notes"]!.AsArray())!;
        Assert.Equal("warning", note.Text("severity"));
        Assert.Contains(Advice, note.Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_of_one_image_is_served_by_every_address()
    {
        byte[] lone = new OnnxFile().Input("image", 3, 4, 4).Weights("w", [3, 3, 1, 1], 2, 0, 0, 0, 2, 0, 0, 0, 2).Weights("one", [], 1)
            .Integers("axis", 0).Node("Mul", ["image", "one"], "scaled").Node("Unsqueeze", ["scaled", "axis"], "batch")
            .Node("Conv", ["batch", "w"], "conv").Node("GlobalAveragePool", ["conv"], "pool").Node("Flatten", ["pool"], "last")
            .Output("last", 1, 3).Build();
        _models.Add("lone", lone, settings: Raw);
        await using ApiFactory factory = await Start();

        Same(Softmax(Scores), await Predict(factory, "lone"));
        JsonNode both = await factory.Client
            .Post("/predict?model=lone", HttpCalls.Files(("a.png", Red()), ("b.png", Red()))).Json();
        Assert.Equal(2, both["results"]!.AsArray().Count);
        JsonNode map = await factory.Client.Post("/featuremaps/scaled?model=lone", HttpCalls.Image(Red())).Json();
        Assert.Equal("[1,3,4,4]", map["shape"]!.ToJsonString());
        Assert.Equal(3, map["channels"]!.AsArray().Count);
        await factory.Client.Post("/featuremaps/conv?model=lone&format=png", HttpCalls.Image(Red())).Bytes("image/png");

        JsonNode metadata = await factory.Client.Get("/v2/models/lone@image").Json();
        Assert.Equal("[-1,1,3]", metadata["outputs"]![0]!["shape"]!.ToJsonString());
        string image = Convert.ToBase64String(Red());
        JsonNode answer = await Infer(
            factory, "lone@image", $$"""{"inputs":[{"name":"image","shape":[2],"datatype":"BYTES","data":["{{image}}","{{image}}"]}]}""");
        Assert.Equal("[2,1,3]", answer["outputs"]![0]!["shape"]!.ToJsonString());
        Assert.Equal([2, 0, 0, 2, 0, 0], answer["outputs"]![0]!["data"]!.AsArray().Select(v => v!.GetValue<double>()));
        string ones = string.Join(',', Enumerable.Repeat("1", 48));
        JsonNode tensor = await Infer(
            factory, "lone", $$"""{"inputs":[{"name":"image","shape":[3,4,4],"datatype":"FP32","data":[{{ones}}]}]}""");
        Assert.Equal("[1,3]", tensor["outputs"]![0]!["shape"]!.ToJsonString());
        JsonNode stats = await factory.Client.Get("/v2/models/lone/stats").Json();
        Assert.NotNull(stats["model_stats"]);
    }

    [Fact]
    public async Task Bytes_and_alpha_are_images_in_v2_too()
    {
        byte[] bytes = new OnnxFile().TypedInput("image", OnnxFile.UInt8, -1, 4, 4, 3).Weights("factor", [], 2 / 255f)
            .NodeWith("Cast", ["image"], "floats", "to", OnnxFile.Float).Node("Mul", ["floats", "factor"], "scaled")
            .Node("Transpose", ["scaled"], "maps", "", ("perm", [0, 3, 1, 2])).Node("GlobalAveragePool", ["maps"], "pool")
            .Node("Flatten", ["pool"], "last").Output("last", -1, 3).Build();
        byte[] alpha = new OnnxFile().Input("image", -1, 4, 4, 4).Node("GlobalAveragePool", ["image"], "pool")
            .Node("Flatten", ["pool"], "last").Output("last", -1, 4).Build();
        _models.Add("bytes", bytes, settings: """{ "resize": { "rule": "exact" } }""").Add("alpha", alpha, settings: Raw);
        await using ApiFactory factory = await Start();

        Same(Softmax(Scores), await Predict(factory, "bytes"));
        Same(Softmax([1, 0, 0, 1]), await Predict(factory, "alpha"));
        JsonNode details = await factory.Client.Get("/models/bytes").Json();
        Assert.Equal("uint8", Setting(details, "input.type"));
        Assert.Equal("none", Setting(details, "normalize"));
        Assert.Equal("rgba", Setting(await factory.Client.Get("/models/alpha").Json(), "input.channels"));
        JsonNode metadata = await factory.Client.Get("/v2/models/bytes@image").Json();
        Assert.Equal("BYTES", metadata["inputs"]![0]!.Text("datatype"));
    }

    private void Add(string name, string end, int scores, params (string Name, string Text)[] files)
    {
        _models.Add(name, Network(end, scores).Output("last", -1, scores).Build(), settings: Raw);
        foreach ((string file, string text) in files)
            File.WriteAllText(Path.Combine(_models.Folder, name, file), text);
    }

    // The mean of each of the first channels, times 2, and what follows; the last value is 'last'.
    private static OnnxFile Network(string end, int scores)
    {
        string[] operations = end.Split("; ", StringSplitOptions.RemoveEmptyEntries);
        OnnxFile file = new OnnxFile().Input("image", -1, 3, 4, 4).Weights("low", [], 0).Weights("high", [], 1)
            .Weights("w", [scores, 3, 1, 1], [.. Enumerable.Range(0, scores * 3).Select(i => i % 4 == 0 ? 2f : 0f)])
            .Node("Conv", ["image", "w"], "conv").Node("GlobalAveragePool", ["conv"], "pool")
            .Node("Flatten", ["pool"], operations.Length == 0 ? "last" : "scores");
        string previous = "scores";
        foreach ((int i, string operation) in operations.Index())
        {
            string next = i == operations.Length - 1 ? "last" : $"end{i}";
            file.Node(operation, operation == "Clip" ? [previous, "low", "high"] : [previous], next);
            previous = next;
        }

        return file;
    }

    private Task<ApiFactory> Start(Action<IServiceCollection>? services = null) =>
        ApiFactory.StartLoadedAsync(services ?? (_ => { }), ("Models:Path", _models.Folder));

    private static byte[] Red() => Pictures.Red;

    private static async Task<(string, string, bool)> Activation(ApiFactory factory, string model)
    {
        JsonNode details = await factory.Client.Get($"/models/{model}").Json();
        JsonNode activation = details["activation"]!;
        Assert.Equal(details.Text("outputActivation"), activation.Text("value"));
        return (activation.Text("value"), activation.Text("source"), activation["assumed"]!.GetValue<bool>());
    }

    private static async Task<double[]> Predict(ApiFactory factory, string model)
    {
        JsonNode answer = await factory.Client.Post($"/predict?model={model}", HttpCalls.Image(Red())).Json();
        return
        [
            .. answer["results"]![0]!["predictions"]!.AsArray().OrderBy(p => p!["index"]!.GetValue<int>())
                .Select(p => p!["probability"]!.GetValue<double>()),
        ];
    }

    private static Task<JsonNode> Infer(ApiFactory factory, string model, string body) => factory.Client.Post(
        $"/v2/models/{model}/infer", new StringContent(body, Encoding.UTF8, "application/json")).Json();

    private static string Setting(JsonNode details, string name) =>
        details["preprocessing"]!.AsArray().Single(setting => setting!.Text("name") == name)!.Text("value");

    private static double[] Softmax(double[] scores) =>
        [.. scores.Select(score => Math.Exp(score) / scores.Sum(Math.Exp))];

    private static double Sigmoid(double score) => 1 / (1 + Math.Exp(-score));

    private static void Same(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }
}
