using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

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
        Assert.Null(list["default"]);
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
