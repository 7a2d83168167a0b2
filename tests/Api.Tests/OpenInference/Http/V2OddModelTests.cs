using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>Models that are legal and odd: outputs of rank 0, quotients of integers, weights that are no numbers.</summary>
public sealed class V2OddModelTests : IAsyncLifetime
{
    private readonly TestModels _models = new TestModels()
        .Add("squeezed", new OnnxFile().Input("x", -1, 1).Node("Squeeze", ["x"], "y").Output("y", -1).Build(), settings: null)
        .Add("mean", Mean(-1))
        .Add("mean-of-two", Mean(2))
        .Add("scalar", new OnnxFile().Input("x").Node("Relu", ["x"], "y").Output("y").Build(), settings: null)
        .Add(
            "quotient", new OnnxFile().TypedInput("a", OnnxFile.Int32, -1).TypedInput("b", OnnxFile.Int32, -1)
                .Node("Div", ["a", "b"], "y").TypedOutput("y", OnnxFile.Int32, -1).Build(), settings: null)
        .Add("quotient-of-pictures", Quotient())
        .Add("no-numbers", Factors(float.NaN, float.PositiveInfinity, float.NegativeInfinity));

    private ApiFactory? _factory;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    private HttpClient Client => _factory!.Client;

    [Fact]
    public async Task An_output_that_loses_its_rows_for_one_row_is_a_scalar()
    {
        Assert.Equal(("[]", "[7]"), await InferAsync("squeezed", Input("x", "FP32", "[1,1]", "7")));
        Assert.Equal(("[3]", "[7,8,9]"), await InferAsync("squeezed", Input("x", "FP32", "[3,1]", "7,8,9")));
    }

    [Theory]
    [InlineData("mean", "[1,3,4,4]", 48)]
    [InlineData("mean", "[2,3,4,4]", 96)]
    [InlineData("mean-of-two", "[2,3,4,4]", 96)]
    [InlineData("scalar", "[]", 1)]
    public async Task A_scalar_is_answered_with_an_empty_shape(string model, string shape, int count)
    {
        string numbers = string.Join(',', Enumerable.Repeat("3", count));
        Assert.Equal(("[]", "[3]"), await InferAsync(model, Input("x", "FP32", shape, numbers)));
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("mean-of-two")]
    [InlineData("quotient-of-pictures")]
    public async Task A_picture_is_answered_or_refused_for_what_it_is(string model)
    {
        // Two pictures for the model that takes two, one after another for the others.
        using HttpResponseMessage answer = await Client.Post(
            $"/predict?model={model}", HttpCalls.Files(("a", Pictures.Red), ("b", Pictures.Red)));
        Assert.InRange((int)answer.StatusCode, 200, 422);
    }

    [Fact]
    public async Task A_picture_for_which_a_quotient_does_not_exist_has_no_answer()
    {
        string detail = (await Client.Post("/featuremaps/d?model=quotient-of-pictures", HttpCalls.Image(Pictures.Red))
            .Problem(422, "no_answer")).Detail();
        Assert.Contains("'quotient-of-pictures' has no answer for this input", detail, StringComparison.Ordinal);
        Assert.Contains("(Div): division by zero", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 0, "division by zero")]
    [InlineData(int.MinValue, -1, "a quotient is outside the range of Int32")]
    public async Task A_quotient_that_does_not_exist_is_the_callers_error(int a, int b, string what)
    {
        string inputs = $"{Input("a", "INT32", "[1]", $"{a}")},{Input("b", "INT32", "[1]", $"{b}")}";
        Assert.Contains(
            what, await Client.Infer("quotient", $"{{\"inputs\":[{inputs}]}}").V2Error(400), StringComparison.Ordinal);
        Assert.Equal(
            ("[1]", "[3]"), await InferAsync("quotient", Input("a", "INT32", "[1]", "7"), Input("b", "INT32", "[1]", "2")));
    }

    [Fact]
    public async Task Answers_that_are_no_numbers_are_valid_json()
    {
        JsonNode answer = await Client.Infer(
            "no-numbers", $"{{\"inputs\":[{Input("x", "FP32", "[1,3,4,4]", string.Join(',', Enumerable.Repeat("1", 48)))}]}}").Json();
        Assert.Equal("[1,3,4,4]", answer["outputs"]![0]!["shape"]!.ToJsonString());
        JsonNode map = await Client.Post("/featuremaps/y?model=no-numbers", HttpCalls.Image(Pictures.Red)).Json();
        Assert.Equal(3, map["channels"]!.AsArray().Count);
    }

    private async Task<(string Shape, string Data)> InferAsync(string model, params string[] inputs)
    {
        JsonNode answer = await Client.Infer(model, $"{{\"inputs\":[{string.Join(',', inputs)}]}}").Json();
        JsonNode output = answer["outputs"]![0]!;
        return (output["shape"]!.ToJsonString(), output["data"]!.ToJsonString());
    }

    private static string Input(string name, string type, string shape, string data) =>
        $"{{\"name\":\"{name}\",\"datatype\":\"{type}\",\"shape\":{shape},\"data\":[{data}]}}";

    private static byte[] Factors(params float[] row) => new OnnxFile().Input("x", -1, 3, 4, 4)
        .Weights("w", [3, 1, 1], row).Node("Mul", ["x", "w"], "y").Output("y", -1, 3, 4, 4).Build();

    private static byte[] Mean(long images) => new OnnxFile().Input("x", images, 3, 4, 4)
        .NodeWith("ReduceMean", ["x"], "y", "keepdims", 0).Output("y").Build();

    // A hundred over each channel, as integers: red has no green and no blue.
    private static byte[] Quotient() => new OnnxFile().Input("x", -1, 3, 4, 4)
        .Tensor("c", OnnxFile.Int32, [1], BitConverter.GetBytes(100))
        .NodeWith("Cast", ["x"], "i", "to", OnnxFile.Int32).Node("Div", ["c", "i"], "q").NodeWith("Cast", ["q"], "d", "to", OnnxFile.Float)
        .Node("GlobalAveragePool", ["d"], "p").Node("Flatten", ["p"], "y").Output("y", -1, 3).Build();
}
