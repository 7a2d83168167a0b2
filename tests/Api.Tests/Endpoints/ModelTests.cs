using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class ModelTests(ServedModels served)
{
    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task The_list_shows_every_model_with_its_state()
    {
        JsonNode list = await _client.Get("/models").Json();

        JsonNode[] models = [.. list["models"]!.AsArray().OfType<JsonNode>()];
        Assert.Equal("digits", list.Text("default"));
        Assert.Equal(
            [
                "colours", "colours-in-pairs", "colours-one-by-one", "digits", "edges", "lying-sizes", "no-onnx", "not-a-number",
                "odd-names", "truncated", "two-inputs", "unknown-operator", "unknown-opset", "versions", "versions", "wrong-labels",
                "wrong-settings",
            ],
            models.Select(m => m.Text("name")));
        Assert.Equal(["2", "1"], models.Where(m => m.Text("name") == "versions").Select(m => m.Text("version")));
        Assert.True(models.Single(m => m.Text("name") == "digits")["bundled"]!.GetValue<bool>());
        Assert.Equal(
            [("colours", "classification"), ("edges", "featureMaps"), ("two-inputs", "tensors")],
            models.Where(m => m.Text("name") is "colours" or "edges" or "two-inputs").Select(m => (m.Text("name"), m.Text("task"))));
        foreach (JsonNode model in models)
            Assert.Equal(model.Text("version"), (await _client.Get(model.Text("href")).Json()).Text("version"));
    }

    [Theory]
    [InlineData("truncated", "model.onnx")]
    [InlineData("no-onnx", "model.onnx")]
    [InlineData("unknown-operator", "Frobnicate")]
    [InlineData("unknown-operator", "the_node")]
    [InlineData("unknown-opset", "9999")]
    [InlineData("lying-sizes", "'w'")]
    [InlineData("wrong-labels", "labels.txt")]
    [InlineData("wrong-settings", "colour")]
    public async Task A_model_that_cannot_be_loaded_says_why_and_leaves_the_others_served(string name, string expected)
    {
        JsonNode model = await _client.Get($"/models/{name}").Json();

        Assert.Equal("failed", model.Text("state"));
        Assert.Contains(expected, model.Text("reason"), StringComparison.Ordinal);
        Assert.Null(model["task"]);
        await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
    }

    [Fact]
    public async Task A_model_is_described()
    {
        JsonNode model = await _client.Get("/models/colours").Json();

        Assert.Equal(("ready", "classification", "softmax"), (model.Text("state"), model.Text("task"), model.Text("outputActivation")));
        Assert.Equal("""[{"name":"image","type":"float32","shape":[-1,3,4,4]}]""", model["inputs"]!.ToJsonString());
        Assert.Equal("""[{"name":"scores","type":"float32","shape":[-1,3]}]""", model["outputs"]!.ToJsonString());
        Assert.Equal(3, model["classes"]!.GetValue<int>());
        Assert.Equal(9, model["parameters"]!.GetValue<int>());
        Assert.Equal(13, model["opset"]!.GetValue<int>());
        Assert.True(model["multiplyAdds"]!.GetValue<long>() >= 144);
        Assert.Contains("labels.txt", model.Text("labelsSource"), StringComparison.Ordinal);
        JsonNode normalize = model["preprocessing"]!.AsArray().Single(s => s!.Text("name") == "normalize")!;
        Assert.Contains("fovea.json", normalize.Text("source"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("digits")]
    [InlineData("colours")]
    public async Task Where_everything_is_said_nothing_is_assumed(string name)
    {
        JsonNode model = await _client.Get($"/models/{name}").Json();

        Assert.False(model["assumed"]!.GetValue<bool>());
        Assert.All(model["preprocessing"]!.AsArray(), setting => Assert.False(setting!["assumed"]!.GetValue<bool>()));
        Assert.Null(model["advice"]);
        Assert.Null(model["foveaJson"]);
    }

    [Fact]
    public async Task A_model_that_takes_no_image_assumes_nothing_of_one() =>
        Assert.Null((await _client.Get("/models/two-inputs").Json())["assumed"]);

    [Fact]
    public async Task What_is_assumed_is_said_in_the_log_and_in_the_answer_and_ends_with_the_file_that_is_offered()
    {
        using var models = new TestModels().Add("mine", TestModels.Colours(-1), settings: null);
        var log = new LogRecords();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<ILoggerProvider>(log), ("Models:Path", models.Folder));

        JsonNode model = await factory.Client.Get("/models/mine").Json();

        Assert.True(model["assumed"]!.GetValue<bool>());
        Assert.Equal(
            [("input.channels", "default"), ("resize", "default"), ("normalize", "default")],
            model["preprocessing"]!.AsArray().Where(s => s!["assumed"]!.GetValue<bool>())
                .Select(s => (s!.Text("name"), s!.Text("source"))));
        Assert.Equal(
            """{"input":{"channels":"rgb"},"resize":{"rule":"shortest-edge","size":4,"filter":"bilinear"},"normalize":"imagenet"}""",
            model["foveaJson"]!.ToJsonString());
        string warning = Assert.Single(log.Warnings, message => message.Contains("assumed", StringComparison.Ordinal));
        Assert.Contains("'mine' version 1", warning, StringComparison.Ordinal);
        Assert.EndsWith(model.Text("advice"), warning, StringComparison.Ordinal);
        Assert.Contains("mine/fovea.json (docs/model-folders.md#foveajson)", warning, StringComparison.Ordinal);
        Assert.EndsWith(model["foveaJson"]!.ToJsonString(), warning, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(models.Folder, "mine", "fovea.json"), model["foveaJson"]!.ToJsonString());
        JsonNode said = model;
        for (DateTime limit = DateTime.UtcNow.AddSeconds(60); said["assumed"]!.GetValue<bool>(); await Task.Delay(30))
        {
            Assert.True(DateTime.UtcNow < limit, "The file was not taken within a minute.");
            said = await factory.Client.Get("/models/mine").Json();
        }

        Assert.Equal(
            model["preprocessing"]!.AsArray().Select(s => (s!.Text("name"), s!.Text("value"))),
            said["preprocessing"]!.AsArray().Select(s => (s!.Text("name"), s!.Text("value"))));
        Assert.Single(log.Warnings, message => message.Contains("assumed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_bundled_model_was_tested_at_load() =>
        Assert.True((await _client.Get("/models/digits").Json())["selfTests"]!.GetValue<int>() >= 1);

    [Fact]
    public async Task A_version_is_described_when_asked_for()
    {
        JsonNode model = await _client.Get("/models/versions?version=1").Json();

        Assert.Equal("1", model.Text("version"));
        Assert.Equal("""["2","1"]""", model["versions"]!.ToJsonString());
        Assert.Equal("/models/versions/layers?version=1", model.Text("layersHref"));
        Assert.EndsWith(
            "&version=1", (await _client.Get(model.Text("layersHref")).Json())["layers"]![0]!.Text("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Layers_carry_their_windows_and_addresses()
    {
        JsonNode list = await _client.Get("/models/colours/layers").Json();

        Assert.Equal("[[1,3,4,4]]", list["inputShapes"]!.ToJsonString());
        JsonNode[] layers = [.. list["layers"]!.AsArray().OfType<JsonNode>()];
        Assert.Equal(["block/conv", "block/relu", "rows", "maps", "/pool/Output", "scores"], layers.Select(l => l.Text("name")));
        JsonNode conv = layers.Single(l => l.Text("name") == "block/conv");
        Assert.Equal(("Conv_0", "Conv", "[1,3,4,4]"), (conv.Text("node"), conv.Text("operator"), conv["shape"]!.ToJsonString()));
        Assert.Equal(("[1,1]", "[1,1]", "[0,0,0,0]", "[1,1]", 1), (conv["kernel"]!.ToJsonString(), conv["stride"]!.ToJsonString(),
            conv["padding"]!.ToJsonString(), conv["dilation"]!.ToJsonString(), conv["groups"]!.GetValue<int>()));
        Assert.Equal((9, 144), (conv["parameters"]!.GetValue<int>(), conv["multiplyAdds"]!.GetValue<int>()));
        Assert.Equal("[1,1]", conv["receptiveField"]!["size"]!.ToJsonString());
        Assert.Equal("/featuremaps/block%2Fconv?model=colours", conv.Text("href"));
    }

    [Fact]
    public async Task The_layers_of_a_model_that_takes_no_image_are_listed_too()
    {
        JsonNode list = await _client.Get("/models/two-inputs/layers").Json();

        Assert.Equal("[[1,3,4,4],[1,3,4,4]]", list["inputShapes"]!.ToJsonString());
        Assert.Equal("sum", Assert.Single(list["layers"]!.AsArray())!.Text("name"));
    }

    [Theory]
    [InlineData("/models/colors", "colours")]
    [InlineData("/models/colors/layers", "colours")]
    public async Task An_unknown_model_is_answered_with_the_nearest_names(string address, string nearest) =>
        Assert.Equal(nearest, (await _client.Get(address).Problem(404, "model_not_found"))["suggestions"]![0]!.GetValue<string>());
}
