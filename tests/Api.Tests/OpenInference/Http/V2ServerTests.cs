using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>
/// Server metadata and health (https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md).
/// </summary>
[Collection(nameof(ServedV2))]
public sealed class V2ServerTests(ServedV2 served)
{
    [Fact]
    public async Task The_server_names_itself_and_the_extensions_that_it_has()
    {
        JsonNode server = await served.Client.Get("/v2").Json();

        Assert.Equal("fovea", server.Text("name"));
        Assert.Equal("0.1.0", server.Text("version"));
        Assert.Equal(
            ["binary_tensor_data", "classification", "model_configuration", "model_repository", "schedule_policy", "statistics"],
            server["extensions"]!.AsArray().Select(extension => extension!.GetValue<string>()));
    }

    [Fact]
    public async Task It_is_live_and_ready()
    {
        Assert.Equal("""{"live":true}""", (await served.Client.Get("/v2/health/live").Json()).ToJsonString());
        Assert.Equal("""{"ready":true}""", (await served.Client.Get("/v2/health/ready").Json()).ToJsonString());
    }

    [Fact]
    public async Task Without_any_model_it_is_live_but_not_ready()
    {
        using var models = new TestModels();
        await using ApiFactory factory = ApiFactory.Start(null, ("Models:Path", models.Folder), ("Models:Bundled", "false"));

        await factory.Client.Get("/v2/health/live").Json();
        Assert.Contains("No model", await factory.Client.Get("/v2/health/ready").V2Error(503), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v2/nothing", 404)]
    [InlineData("GET", "/V2/nothing", 404)]
    [InlineData("DELETE", "/v2/models/colours", 405)]
    [InlineData("GET", "/v2/models/colours/infer", 405)]
    [InlineData("GET", "/v2/repository/index", 405)]
    [InlineData("GET", "/v2/models/colour", 404)]
    [InlineData("GET", "/v2/models/colours/versions/7", 404)]
    [InlineData("GET", "/v2/models/colour/ready", 404)]
    [InlineData("GET", "/v2/models/colour/config", 404)]
    [InlineData("GET", "/v2/models/colour/stats", 404)]
    [InlineData("GET", "/v2/models/truncated/ready", 503)]
    [InlineData("POST", "/v2/models/truncated/infer", 503)]
    [InlineData("POST", "/v2/models/colour/infer", 404)]
    [InlineData("POST", "/v2/models/colours/infer", 400)]
    public async Task Errors_have_the_protocols_body(string method, string address, int status) =>
        Assert.NotEmpty(await served.Client.Send(new HttpMethod(method), address).V2Error(status));

    [Fact]
    public async Task Elsewhere_errors_stay_problem_details() => await served.Client.Get("/v2x").Problem(404, "not_found");

    [Fact]
    public async Task The_nearest_model_is_suggested() =>
        Assert.Contains("Did you mean 'colours'", await served.Client.Get("/v2/models/colour").V2Error(404), StringComparison.Ordinal);
}
