using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Tests.Png;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>A gray picture of 16 bits, whose 8-bit version has another answer.</summary>
public sealed class DepthTests : IAsyncLifetime
{
    // 100 and a half: its high byte is 100.
    private const ushort Value = 100 * 257 + 128;

    private const float Bound = 100.25f;

    private static readonly byte[] Picture = PngFile.Gray(12, 8, (_, _) => Value);

    private readonly TestModels _models = new();
    private ApiFactory _factory = null!;

    public async ValueTask InitializeAsync()
    {
        byte[] network = Network(new OnnxFile().Input("image", -1, 1, 4, 4)).Output("scores", -1, 2).Build();
        byte[] open = Network(new OnnxFile().Input("image", -1, 1, -1, -1)).Output("scores", -1, 2).Build();
        const string Rest = """ "resize": { "rule": "exact" }, "normalize": "none" }""";
        _models.Add("deep", network, Labels, $$"""{ "input": { "depth": 16 }, {{Rest}}""")
            .Add("flat", network, Labels, $$"""{ {{Rest}}""")
            .Add("own-size", open, Labels, """{ "input": { "size": "picture", "depth": 16 }, "normalize": "none" }""")
            .Add("luminance", network, Labels, $$"""{ "input": { "channels": "luminance", "depth": 16 }, {{Rest}}""");
        _factory = await ApiFactory.StartLoadedAsync(_ => { }, ("Models:Path", _models.Folder));
    }

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        _models.Dispose();
    }

    private const string Labels = "above\nbelow\n";

    [Theory]
    [InlineData("deep", "above")]
    [InlineData("own-size", "above")]
    [InlineData("flat", "below")]
    public async Task The_answer_depends_on_the_bits_that_are_kept(string model, string label)
    {
        JsonNode answer = await _factory.Client.Post($"/predict?model={model}", HttpCalls.Image(Picture)).Json();
        Assert.Equal(label, answer["results"]![0]!["predictions"]![0]!.Text("label"));
    }

    [Fact]
    public async Task Images_of_the_protocol_keep_them_too()
    {
        string image = Convert.ToBase64String(Picture);
        using var body = new StringContent(
            $$"""{"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{image}}"]}]}""",
            new MediaTypeHeaderValue("application/json"));
        JsonNode answer = await _factory.Client.Post("/v2/models/deep@image/infer", body).Json();
        Assert.Equal(Value / 257f - Bound, answer["outputs"]![0]!["data"]![0]!.GetValue<float>());
    }

    [Fact]
    public async Task What_the_network_sees_has_the_fractions()
    {
        byte[] tensor = await _factory.Client
            .Post("/models/deep/preprocess?format=npy", HttpCalls.Image(Picture)).Bytes("application/x-npy");
        Assert.Equal(
            Enumerable.Repeat(Value / 257f, 16), MemoryMarshal.Cast<byte, float>(tensor.AsSpan()[^(16 * sizeof(float))..]).ToArray());
        JsonNode map = await _factory.Client.Post("/featuremaps/pool?model=deep", HttpCalls.Image(Picture)).Json();
        Assert.Equal(Value / 257f - Bound, map["channels"]![0]!["mean"]!.GetValue<float>());
        await _factory.Client.Post("/predict?model=deep&format=png", HttpCalls.Image(Picture)).Bytes("image/png");
    }

    [Fact]
    public async Task The_model_says_its_depth()
    {
        JsonNode details = await _factory.Client.Get("/models/deep").Json();
        JsonNode setting = details["preprocessing"]!.AsArray().Single(setting => setting!.Text("name") == "input.depth")!;
        Assert.Equal(("16", "fovea.json: input.depth"), (setting.Text("value"), setting.Text("source")));
        Assert.Contains(
            "input.depth is 16, and input.channels is luminance", (await _factory.Client.Get("/models/luminance").Json()).Text("reason"),
            StringComparison.Ordinal);
    }

    // How far the mean is above the bound, and below it.
    private static OnnxFile Network(OnnxFile file) => file
        .Weights("w", [2, 1, 1, 1], 1, -1).Weights("b", [2], -Bound, Bound)
        .Node("Conv", ["image", "w", "b"], "conv", "", ("kernel_shape", [1, 1])).Node("GlobalAveragePool", ["conv"], "pool")
        .Node("Flatten", ["pool"], "scores");
}
