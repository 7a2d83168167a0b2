using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary><c>POST /models/validate</c>: the dry run of a model that comes with the request.</summary>
public sealed class ValidateTests : IAsyncLifetime
{
    private const string AdminKey = "admin-key-0123456789";

    private ApiFactory _factory = null!;

    public async ValueTask InitializeAsync()
    {
        _factory = await ApiFactory.StartLoadedAsync(("Security:AdminKey", AdminKey));
        _factory.Client.DefaultRequestHeaders.Authorization = new("Bearer", AdminKey);
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    [Fact]
    public async Task A_model_that_would_be_served_is_described()
    {
        JsonNode report = await ValidateAsync(TestModels.Colours(-1));

        Assert.True(report["served"]!.GetValue<bool>());
        Assert.Empty(report["problems"]!.AsArray());
        Assert.Equal("classification", report.Text("task"));
        Assert.Equal(13, report["opsets"]!["ai.onnx"]!.GetValue<int>());
        Assert.All(report["operators"]!.AsArray(), op => Assert.True(op!["supported"]!.GetValue<bool>()));
        Assert.Equal(9, report["parameters"]!.GetValue<int>());
        Assert.True(report["multiplyAdds"]!.GetValue<long>() >= 144);
        Assert.Equal([1, 2, 4, 8], report["activations"]!.AsArray().Select(run => run!["images"]!.GetValue<int>()));
        Assert.All(report["activations"]!.AsArray(), run => Assert.True(run!["bytes"]!.GetValue<long>() > 0));
        Assert.All(report["preprocessing"]!.AsArray(), setting => Assert.NotEmpty(setting!.Text("source")));
        Assert.Contains("defaults are used", report.Text("advice"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_with_an_operator_that_is_not_there_is_described_as_far_as_possible()
    {
        JsonNode report = await ValidateAsync(TestModels.UnknownOperator());

        Assert.False(report["served"]!.GetValue<bool>());
        Assert.Contains("Frobnicate", report["problems"]!.AsArray().Single()!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("""[{"name":"Frobnicate","count":1,"supported":false}]""", report["operators"]!.ToJsonString());
        Assert.Null(report["task"]);
    }

    [Fact]
    public async Task What_is_no_model_is_a_problem_and_no_error()
    {
        JsonNode report = await ValidateAsync(Pictures.Red);

        Assert.False(report["served"]!.GetValue<bool>());
        Assert.Contains("PNG", report["problems"]!.AsArray().Single()!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(report["operators"]);
    }

    [Fact]
    public async Task Nothing_is_kept()
    {
        string before = (await _factory.Client.Get("/models").Json()).ToJsonString();

        await ValidateAsync(TestModels.Colours(-1));

        Assert.Equal(before, (await _factory.Client.Get("/models").Json()).ToJsonString());
    }

    [Fact]
    public async Task A_body_that_is_no_file_is_refused()
    {
        await _factory.Client.Post("/models/validate", new ByteArrayContent([])).Problem(400, "empty_body");
        await _factory.Client.Post("/models/validate", HttpCalls.Files(("model.onnx", TestModels.Colours(-1))))
            .Problem(415, "unsupported_content_type");
    }

    [Fact]
    public async Task It_is_administration()
    {
        _factory.Client.DefaultRequestHeaders.Authorization = null;
        await _factory.Client.Post("/models/validate", File(TestModels.Colours(-1))).Problem(401, "unauthorized");
    }

    private static ByteArrayContent File(byte[] model) => HttpCalls.Image(model, "application/octet-stream");

    private Task<JsonNode> ValidateAsync(byte[] model) => _factory.Client.Post("/models/validate", File(model)).Json();
}
