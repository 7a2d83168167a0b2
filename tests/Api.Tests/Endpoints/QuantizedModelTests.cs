using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>A small quantised network: what is said of it, and its layers as real numbers and as integers.</summary>
public sealed class QuantizedModelTests : IAsyncLifetime
{
    private const string AdminKey = "admin-key-0123456789";

    private const string Maps = "/featuremaps/conv_integers?model=quantised";

    private readonly TestModels _models = new TestModels().Add("quantised", Network()).Add("mixed", Mixed())
        .Add("floats", TestModels.Colours(-1)).Add("products", Products());
    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync()
    {
        _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder), ("Security:AdminKey", AdminKey));
        _factory.Client.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        await _factory!.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task A_layer_of_integers_is_answered_with_real_numbers()
    {
        JsonNode map = await Client.Post(Maps, HttpCalls.Image(Pictures.Red)).Json();
        JsonNode same = await Client.Post($"{Maps}&raw=false", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal("[0.03125,16,false]", Text(map["scale"], map["zeroPoint"], map["raw"]));
        Assert.Equal(
            """[{"index":0,"min":1,"max":1,"mean":1,"std":0,"zeros":0,"strength":1,"variance":0,"sparsity":0,"dead":true},""" +
            """{"index":1,"min":0,"max":0,"mean":0,"std":0,"zeros":16,"strength":0,"variance":0,"sparsity":1,"dead":true},""" +
            """{"index":2,"min":-0.5,"max":-0.5,"mean":-0.5,"std":0,"zeros":0,"strength":0.5,"variance":0,"sparsity":0,"dead":true}]""",
            map["channels"]!.ToJsonString());
        Assert.Equal(map.ToJsonString(), same.ToJsonString());
    }

    [Fact]
    public async Task Raw_answers_with_the_integers_in_every_format()
    {
        JsonNode map = await Client.Post($"{Maps}&raw=true&channel=0", HttpCalls.Image(Pictures.Red)).Json();
        byte[] all = await Client.Post($"{Maps}&raw=true&format=npy", HttpCalls.Image(Pictures.Red)).Bytes("application/x-npy");
        byte[] real = await Client.Post($"{Maps}&format=npy", HttpCalls.Image(Pictures.Red)).Bytes("application/x-npy");
        byte[] picture = await Client.Post($"{Maps}&raw=true&format=png&channel=0&scale=1", HttpCalls.Image(Pictures.Red))
            .Bytes("image/png");

        Assert.Equal("[0.03125,16,true]", Text(map["scale"], map["zeroPoint"], map["raw"]));
        Assert.Equal(
            """[{"index":0,"min":48,"max":48,"mean":48,"std":0,"zeros":0,"strength":48,"variance":0,"sparsity":0,"dead":true}]""",
            map["channels"]!.ToJsonString());
        Assert.Contains("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 4, 4), }", Header(all), StringComparison.Ordinal);
        Assert.Equal([48, 16, 0], new[] { 48, 32, 16 }.Select(end => all[^end..].Take(16).Distinct().Single()));
        Assert.Contains("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4, 4), }", Header(real), StringComparison.Ordinal);
        using SKBitmap decoded = SKBitmap.Decode(picture);
        Assert.Equal((4, 4), (decoded.Width, decoded.Height));
    }

    [Theory]
    [InlineData("conv_integers", "0,1,2", 1f, 48, "round(value / scale) + zero point")]
    [InlineData("conv_integers", "1,0,0", 0f, 16, "round(value / scale) + zero point")]
    [InlineData("pool_integers", "2,1,1", -0.5f, 0, "")]
    public async Task A_cell_is_explained_with_its_integer_and_what_that_stands_for(
        string layer, string cell, float value, int raw, string text)
    {
        JsonNode explained = await Client.Post($"/featuremaps/{layer}?model=quantised&cell={cell}", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(value, explained["value"]!.GetValue<float>());
        Assert.Equal($"[{raw},0.03125,16]", Text(explained["raw"], explained["scale"], explained["zeroPoint"]));
        Assert.Equal(raw, explained["explanation"]!["single"]!.GetValue<int>());
        Assert.Contains(text, explained["explanation"]!.Text("text"), StringComparison.Ordinal);
        Assert.EndsWith(
            FormattableString.Invariant($" The result is the integer {raw}, which stands for ({raw} - 16) * 0.03125 = {value}."),
            explained["explanation"]!.Text("text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_of_real_numbers_has_no_integer()
    {
        JsonNode explained = await Client.Post("/featuremaps/conv?model=quantised&cell=0,1,2", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(1f, explained["value"]!.GetValue<float>());
        Assert.Equal("[null,null,null]", Text(explained["raw"], explained["scale"], explained["zeroPoint"]));
        Assert.DoesNotContain("integer", explained["explanation"]!.Text("text"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("products", "product", 0.5f, -0.25f)]
    [InlineData("quantised", "conv", 1, -0.5f)]
    public async Task Weights_are_the_real_numbers_of_their_integers(string model, string layer, float second, float third)
    {
        JsonNode weights = await Client.Get($"/weights/{layer}?model={model}").Json();
        byte[] numbers = await Client.Get($"/weights/{layer}?model={model}&format=npy").Bytes("application/x-npy");

        Assert.Equal("[3,3,1,1]", weights["shape"]!.ToJsonString());
        Assert.Equal([1f, 0f, 0f, 0f, second, 0f, third, 0f, 0f], MemoryMarshal.Cast<byte, float>(numbers.AsSpan()[^36..]).ToArray());
        Assert.Equal((third, 1f), (weights["min"]!.GetValue<float>(), weights["max"]!.GetValue<float>()));
        Assert.Null(weights["bias"]);
    }

    [Fact]
    public async Task Scales_of_weights_are_no_biases()
    {
        JsonArray layers = (await Client.Get("/models/products/layers").Json())["layers"]!.AsArray();

        Assert.Equal("[144,2304]", Text(layers[1]!["sharing"]!["local"], layers[1]!["sharing"]!["dense"]));
    }

    [Fact]
    public async Task What_only_moves_integers_keeps_their_meaning()
    {
        JsonNode map = await Client.Post("/featuremaps/pool_integers?model=quantised&channel=2", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(
            """[{"index":2,"min":-0.5,"max":-0.5,"mean":-0.5,"std":0,"zeros":0,"strength":0.5,"variance":0,"sparsity":0,"dead":true}]""",
            map["channels"]!.ToJsonString());
    }

    [Theory]
    [InlineData("quantised", "conv")]
    [InlineData("floats", "block/conv")]
    public async Task Raw_of_a_layer_without_integers_is_refused(string model, string layer)
    {
        JsonNode problem = await Client.Post($"/featuremaps/{layer}?model={model}&raw=true", HttpCalls.Image(Pictures.Red))
            .Problem(400, "invalid_parameter");

        Assert.Equal(
            $"The parameter 'raw' is 'true'; the output of the layer '{layer}' is Float32, with no 8-bit integers that stand for real " +
            "numbers by one constant scale. Leave it out.", problem.Detail());
    }

    [Fact]
    public async Task A_layer_of_real_numbers_has_no_scale()
    {
        JsonNode map = await Client.Post("/featuremaps/conv?model=quantised", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Null(map["scale"]);
        Assert.Null(map["zeroPoint"]);
        Assert.Null(map["raw"]);
    }

    [Fact]
    public async Task A_model_says_what_of_it_is_quantised()
    {
        JsonNode quantized = await Client.Get("/models/quantised").Json();
        JsonNode floats = await Client.Get("/models/floats").Json();

        Assert.Equal("""{"types":["uint8"],"steps":2,"multiplyAdds":144}""", quantized["quantization"]!.ToJsonString());
        Assert.Null(floats["quantization"]);
    }

    [Fact]
    public async Task Layers_say_what_their_elements_are()
    {
        JsonArray layers = (await Client.Get("/models/quantised/layers").Json())["layers"]!.AsArray();

        Assert.Equal(
            """
            image_integers: ["uint8",0.015625,32,null]
            image_real: ["float32",null,null,null]
            conv: ["float32",null,null,true]
            conv_integers: ["uint8",0.03125,16,true]
            pool_integers: ["uint8",0.03125,16,true]
            pool: ["float32",null,null,null]
            scores: ["float32",null,null,null]
            """,
            string.Join('\n', layers.Select(layer =>
                $"{layer!["name"]}: {Text(layer["elementType"], layer["scale"], layer["zeroPoint"], layer["usesIntegers"])}")));
    }

    [Fact]
    public async Task The_dry_run_says_what_is_quantised()
    {
        var file = new ByteArrayContent(Network());
        file.Headers.ContentType = new("application/octet-stream");
        JsonNode report = await Client.Post("/models/validate", file).Json();

        Assert.Equal("""{"types":["uint8"],"steps":2,"multiplyAdds":144}""", report["quantization"]!.ToJsonString());
    }

    [Fact]
    public async Task A_model_says_why_layers_are_computed_with_real_numbers()
    {
        JsonNode model = await Client.Get("/models/mixed").Json();
        JsonArray layers = (await Client.Get("/models/mixed/layers").Json())["layers"]!.AsArray();
        var file = new ByteArrayContent(Mixed());
        file.Headers.ContentType = new("application/octet-stream");
        JsonNode report = await Client.Post("/models/validate", file).Json();

        const string Reason = "an operand is not quantised; quantise all operands (QuantizeLinear and DequantizeLinear in front of each)";
        string expected = $$"""
            {"types":["uint8"],"steps":0,"multiplyAdds":0,"realLayers":[{"reason":"{{Reason}}","layers":2,"first":"conv"}]}
            """;
        Assert.Equal(expected, model["quantization"]!.ToJsonString());
        Assert.Equal(expected, report["quantization"]!.ToJsonString());
        Assert.Equal(
            [("conv", Reason), ("more", Reason)],
            layers.Where(layer => layer!["whyNotIntegers"] is not null)
                .Select(layer => ($"{layer!["name"]}", $"{layer["whyNotIntegers"]}")));
    }

    // A convolution of integers, whose filters have scales of their own.
    private static byte[] Products() => new OnnxFile().Input("image", -1, 3, 4, 4)
        .Weights("s", [], 1 / 64f).Tensor("z", OnnxFile.UInt8, [], [32])
        .Tensor("w", OnnxFile.Int8, [3, 3, 1, 1], [64, 0, 0, 0, 64, 0, unchecked((byte)-32), 0, 0])
        .Weights("sw", [3], 1 / 64f, 1 / 128f, 1 / 128f).Tensor("zw", OnnxFile.Int8, [3], [0, 0, 0]).Integers("flat", 0, -1)
        .Node("QuantizeLinear", ["image", "s", "z"], "a").Node("QLinearConv", ["a", "s", "z", "w", "sw", "zw", "s", "z"], "product")
        .Node("DequantizeLinear", ["product", "s", "z"], "real").Node("Reshape", ["real", "flat"], "scores").Output("scores", -1, 48)
        .Build();

    // Two convolutions with real weights.
    private static byte[] Mixed() => new OnnxFile().Input("image", -1, 3, 4, 4)
        .Weights("s", [], 1 / 64f).Tensor("z", OnnxFile.UInt8, [], [32]).Weights("w", [3, 3, 1, 1], 1, 0, 0, 0, 1, 0, 0, 0, 1)
        .Integers("flat", 0, -1)
        .Node("QuantizeLinear", ["image", "s", "z"], "a").Node("DequantizeLinear", ["a", "s", "z"], "b")
        .Node("Conv", ["b", "w"], "conv").Node("QuantizeLinear", ["conv", "s", "z"], "c").Node("DequantizeLinear", ["c", "s", "z"], "d")
        .Node("Conv", ["d", "w"], "more").Node("Reshape", ["more", "flat"], "scores").Output("scores", -1, 48).Build();

    // The channels of a picture times 1, 1 and -1/2 where they are red, and 0 for what a red picture has not.
    private static byte[] Network() => new OnnxFile().Input("image", -1, 3, 4, 4)
        .Weights("s1", [], 1 / 64f).Tensor("z1", OnnxFile.UInt8, [], [32])
        .Tensor("w", OnnxFile.Int8, [3, 3, 1, 1], [64, 0, 0, 0, 64, 0, unchecked((byte)-32), 0, 0])
        .Weights("sw", [3], 1 / 64f, 1 / 64f, 1 / 64f)
        .Weights("s2", [], 1 / 32f).Tensor("z2", OnnxFile.UInt8, [], [16]).Integers("flat", 0, -1)
        .Node("QuantizeLinear", ["image", "s1", "z1"], "image_integers")
        .Node("DequantizeLinear", ["image_integers", "s1", "z1"], "image_real")
        .NodeWith("DequantizeLinear", ["w", "sw"], "weights", "axis", 0)
        .Node("Conv", ["image_real", "weights"], "conv")
        .Node("QuantizeLinear", ["conv", "s2", "z2"], "conv_integers")
        .Node("MaxPool", ["conv_integers"], "pool_integers", "", ("kernel_shape", [2, 2]), ("strides", [2, 2]))
        .Node("DequantizeLinear", ["pool_integers", "s2", "z2"], "pool")
        .Node("Reshape", ["pool", "flat"], "scores").Output("scores", -1, 12).Build();

    private static string Header(byte[] npy) => Encoding.ASCII.GetString(npy, 0, 128);

    private static string Text(params JsonNode?[] values) =>
        new JsonArray([.. values.Select(value => value?.DeepClone())]).ToJsonString();
}
