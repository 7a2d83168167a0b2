using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Api.Tests.Telemetry;
using Fovea.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>
/// Models whose shapes depend on the tensors that are sent: the answer has the shapes that were found, and too large ones are refused.
/// </summary>
[Collection(nameof(TelemetryCollection))]
public sealed class V2DataShapeTests : IAsyncLifetime
{
    private readonly TestModels _models = new TestModels().Add("grid", Grid(), settings: null).Add("filled", Filled(), settings: null);
    private ApiFactory _factory = null!;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task The_answer_has_the_shapes_that_were_found()
    {
        foreach ((string n, string shape) in new[] { ("[2,3]", "[2,3]"), ("[6,1]", "[6,1]"), ("[2,3]", "[2,3]"), ("[-1,2]", "[3,2]") })
        {
            JsonNode answer = await _factory.Client.Infer("grid", Request("[1,6]", "[1,2,3,4,5,6]", n)).Json();
            Assert.Equal(shape, answer["outputs"]![0]!.Shape());
            Assert.Equal("[2,4,6,8,10,12]", answer["outputs"]![0]!.Data());
        }

        Scrape scrape = await Scrape.ReadAsync(_factory.Client);
        Assert.Equal(3, scrape.Sum("fovea_data_shapes_total", ("model", "grid"), ("plan", "compiled")));
        Assert.Equal(1, scrape.Sum("fovea_data_shapes_total", ("model", "grid"), ("plan", "reused")));
    }

    [Fact]
    public async Task Elements_that_do_not_fit_are_the_requests_fault()
    {
        string error = await _factory.Client.Infer("grid", Request("[1,6]", "[1,2,3,4,5,6]", "[4,2]")).V2Error(400);
        Assert.Contains("8", error, StringComparison.Ordinal);
        Assert.Equal(
            "[3,2]", (await _factory.Client.Infer("grid", Request("[1,6]", "[1,2,3,4,5,6]", "[3,2]")).Json())["outputs"]![0]!.Shape());
    }

    [Theory]
    [InlineData("[1000000,1000000]")]
    [InlineData("[100000,1000000]")]
    public async Task A_shape_that_takes_too_much_memory_is_422_and_the_model_stays_served(string n)
    {
        string error = await _factory.Client.Infer("filled", $$"""{"inputs":[{"name":"n","shape":[2],"datatype":"INT64","data":{{n}}}]}""")
            .V2Error(422);
        Assert.Contains("bytes of activations", error, StringComparison.Ordinal);
        JsonNode answer = await _factory.Client.Infer("filled", """{"inputs":[{"name":"n","shape":[2],"datatype":"INT64","data":[1,2]}]}""")
            .Json();
        Assert.Equal("[0.5,0.5]", answer["outputs"]![0]!.Data());
    }

    private static string Request(string shape, string data, string n) => $$"""
        {"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}},{"name":"n","shape":[2],"datatype":"INT64","data":{{n}}}]}
        """;

    private static byte[] Grid() => new OnnxFile().Input("x", -1, -1).TypedInput("n", OnnxFile.Int64, 2)
        .Node("Reshape", ["x", "n"], "grid").Node("Add", ["grid", "grid"], "y").Output("y", -1, -1).Build();

    private static byte[] Filled() => new OnnxFile().TypedInput("n", OnnxFile.Int64, 2)
        .Node("ConstantOfShape", ["n"], "zeros").Node("Sigmoid", ["zeros"], "y").Output("y", -1, -1).Build();
}
