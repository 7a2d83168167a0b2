using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Http;

[Collection(nameof(ServedModels))]
public sealed class UnknownParametersTests(ServedModels served)
{
    private readonly HttpClient _client = served.Client;

    [Theory]
    [InlineData("POST", "/predict?model=colours&tpo=1", "tpo", "top")]
    [InlineData("POST", "/predict?modle=colours", "modle", "model")]
    [InlineData("POST", "/featuremaps/scores?model=colours&chanel=1", "chanel", "channel")]
    [InlineData("POST", "/featuremaps/scores?model=colours&format=png&legends=false", "legends", "legend")]
    [InlineData("GET", "/featuremaps/scores?image=1&normalise=layer", "normalise", "normalize")]
    [InlineData("GET", "/models/colours?verson=1", "verson", "version")]
    [InlineData("GET", "/models/colours/layers?Verzion=1", "Verzion", "version")]
    public async Task The_nearest_name_is_suggested(string method, string address, string given, string nearest)
    {
        HttpContent? content = method == "POST" ? HttpCalls.Image(Pictures.Red) : null;

        JsonNode problem = await _client.Send(new HttpMethod(method), address, content: content).Problem(400, "invalid_parameter");

        Assert.StartsWith($"The parameter '{given}' is unknown. Did you mean '{nearest}'", problem.Detail(), StringComparison.Ordinal);
        Assert.Equal(nearest, problem["suggestions"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task Where_none_is_near_all_are_listed()
    {
        JsonNode problem = await _client.Post("/predict?xyzzy-plugh=1", HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_parameter");
        JsonNode none = await _client.Get("/models?limit=1").Problem(400, "invalid_parameter");

        Assert.Equal(
            "The parameter 'xyzzy-plugh' is unknown. This address takes 'model', 'version', 'format', 'threshold', 'iou', 'max', " +
            "'classes', 'candidates', 'polygons', 'masks', 'descriptors', 'top', 'colormap', 'layer', " +
            "'normalize'.",
            problem.Detail());
        Assert.Null(problem["suggestions"]);
        Assert.Equal("The parameter 'limit' is unknown. This address takes no parameters.", none.Detail());
    }

    [Theory]
    [InlineData("/predict?model=colours&url=https://pictures.example/cat.png")]
    [InlineData("/predict?model=colours&image_url=x")]
    [InlineData("/predict?model=colours&picture=https%3A%2F%2Fpictures.example%2Fcat.png")]
    [InlineData("/predict?model=colours&picture=s3://bucket/cat.png")]
    [InlineData("/featuremaps/scores?model=colours&url=https://pictures.example/cat.png")]
    public async Task An_address_of_a_picture_is_not_fetched(string address) =>
        Assert.Contains(
            "Pictures are not fetched", (await _client.Send(HttpMethod.Post, address).Problem(400, "invalid_parameter")).Detail(),
            StringComparison.Ordinal);

    [Fact]
    public async Task Every_operation_takes_what_the_document_lists_and_nothing_else()
    {
        await using ApiFactory factory = ApiFactory.Start(null, ("Security:AdminKey", ServedV2.AdminKey));
        factory.Client.DefaultRequestHeaders.Add("X-API-Key", ServedV2.AdminKey);
        JsonObject paths = (await factory.Client.Get("/openapi/v1.json").Json())["paths"]!.AsObject();
        int operations = 0;
        foreach ((string path, JsonNode? item) in paths)
        {
            if (path.StartsWith("/v2", StringComparison.Ordinal) || path is "/livez" or "/readyz" or "/metrics")
                continue;
            foreach ((string method, JsonNode? operation) in item!.AsObject())
            {
                operations++;
                string address = path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
                string[] listed =
                [
                    .. operation!["parameters"]?.AsArray().Where(p => p!.Text("in") == "query").Select(p => p!.Text("name")) ?? [],
                ];
                foreach (string name in (string[])[.. listed, .. listed.Select(name => name.ToUpperInvariant()), "not-listed"])
                {
                    using HttpResponseMessage response = await factory.Client.Send(
                        new HttpMethod(method.ToUpperInvariant()), $"{address}?{name}=");
                    string body = await response.Content.ReadAsStringAsync();
                    Assert.Equal(name == "not-listed", body.Contains($"'{name}' is unknown", StringComparison.Ordinal));
                    Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
                }
            }
        }

        Assert.Equal(36, operations);
    }

    [Theory]
    [InlineData("/livez?x=1")]
    [InlineData("/readyz?x=1")]
    [InlineData("/metrics?x=1")]
    [InlineData("/openapi/v1.json?x=1")]
    [InlineData("/swagger/index.html?x=1")]
    [InlineData("/?x=1")]
    [InlineData("/v2?x=1")]
    [InlineData("/v2/models/colours?x=1")]
    public async Task What_others_define_or_probe_takes_any(string address)
    {
        using HttpResponseMessage response = await _client.Get(address);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
