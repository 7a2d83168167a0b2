using System.Text.Json.Nodes;
using Fovea.Api.Errors;
using Fovea.Api.Tests.Support;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace Fovea.Api.Tests.OpenApi;

[Collection(nameof(ServedModels))]
public sealed class DocumentTests(ServedModels served)
{
    private static readonly string[] Operations =
    [
        "GET /livez", "GET /readyz", "GET /metrics", "GET /models", "GET /models/{model}", "GET /models/{model}/layers",
        "GET /models/{model}/graph", "GET /weights/{layer}", "GET /images/{image}",
        "GET /featuremaps", "POST /featuremaps", "GET /models/{model}/preprocess", "POST /models/{model}/preprocess",
        "POST /style-transfers", "GET /style-transfers/{job}", "DELETE /style-transfers/{job}", "GET /style-transfers/{job}/image",
        "GET /style-transfers/{job}/events", "POST /style-transfers/{job}/pause", "POST /style-transfers/{job}/resume",
        "POST /explanations", "GET /explanations/{job}", "DELETE /explanations/{job}", "GET /explanations/{job}/answer",
        "GET /explanations/{job}/events",
        "POST /predict/jobs", "GET /predict/jobs/{job}", "DELETE /predict/jobs/{job}", "GET /predict/jobs/{job}/events",
        "POST /models/{model}/diff", "GET /explain", "POST /explain", "POST /models/{model}/receptivefield/{layer}",
        "GET /featuremaps/{layer}", "POST /featuremaps/{layer}", "POST /predict",
        "POST /models/validate", "POST /models/{model}/load", "POST /models/{model}/unload",
        "GET /v2", "GET /v2/health/live", "GET /v2/health/ready",
        "GET /v2/models/{model}", "GET /v2/models/{model}/versions/{version}", "GET /v2/models/{model}/ready",
        "GET /v2/models/{model}/versions/{version}/ready",
        "GET /v2/models/{model}/config", "GET /v2/models/{model}/versions/{version}/config",
        "POST /v2/models/{model}/infer", "POST /v2/models/{model}/versions/{version}/infer",
        "GET /v2/models/stats", "GET /v2/models/{model}/stats", "GET /v2/models/{model}/versions/{version}/stats",
        "POST /v2/repository/index", "POST /v2/repository/models/{model}/load", "POST /v2/repository/models/{model}/unload",
    ];

    [Fact]
    public async Task The_document_is_openapi_3_1_and_lists_every_call()
    {
        JsonNode document = await ReadAsync();

        Assert.StartsWith("3.1.", document.Text("openapi"), StringComparison.Ordinal);
        Assert.Equal(Operations.Order(), Each(document).Select(o => $"{o.Method} {o.Path}").Order());
    }

    [Fact]
    public async Task The_document_is_valid()
    {
        await using Stream stream = await served.Client.GetStreamAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        ReadResult read = await OpenApiDocument.LoadAsync(stream, OpenApiConstants.Json);

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
    }

    [Fact]
    public async Task A_cell_is_a_second_form_of_the_answer_of_a_feature_map()
    {
        JsonNode document = await ReadAsync();
        foreach (string method in new[] { "get", "post" })
        {
            JsonNode answer = document["paths"]!["/featuremaps/{layer}"]![method]!["responses"]!["200"]!["content"]!["application/json"]!;
            Assert.Equal(
                ["#/components/schemas/FeatureMapResponse", "#/components/schemas/CellResponse"],
                answer["schema"]!["oneOf"]!.AsArray().Select(form => form!.Text("$ref")));
            Assert.Equal(["map", "cell"], answer["examples"]!.AsObject().Select(example => example.Key));
        }

        JsonNode cell = document["components"]!["schemas"]!["CellResponse"]!;
        Assert.NotNull(cell["properties"]!["explanation"]);
        Assert.Contains("value", cell["required"]!.AsArray().Select(name => $"{name}"));
    }

    [Fact]
    public async Task Every_operation_is_described_with_an_example_and_its_errors()
    {
        foreach ((string method, string path, JsonNode operation) in Each(await ReadAsync()))
        {
            Assert.NotEmpty(operation.Text("operationId"));
            Assert.NotEmpty(operation.Text("summary"));
            Assert.NotEmpty(operation.Text("description"));
            foreach (JsonNode parameter in operation["parameters"]?.AsArray().OfType<JsonNode>() ?? [])
                Assert.NotEmpty(parameter.Text("description"));
            string type = path switch
            {
                "/metrics" => "text/plain",
                "/images/{image}" => "image/*",
                "/style-transfers/{job}/image" => "image/png",
                _ when path.EndsWith("/events", StringComparison.Ordinal) => "text/event-stream",
                _ => "application/json",
            };
            JsonNode answer = (operation["responses"]!["202"] ?? operation["responses"]!["200"]!)["content"]![type]!;
            JsonNode? example = answer["example"] ?? answer["examples"];
            bool isPicture = type.StartsWith("image/", StringComparison.Ordinal);
            Assert.True(answer["schema"] is not null && (isPicture || example is not null), $"{method} {path}");
            string errors = path.StartsWith("/v2", StringComparison.Ordinal) ? "application/json" : "application/problem+json";
            Assert.NotNull(operation["responses"]!["500"]!["content"]![errors]!["schema"]);
        }
    }

    [Fact]
    public async Task Every_error_code_is_documented_under_its_status()
    {
        var documented = new HashSet<(string Status, string Code)>();
        foreach ((_, _, JsonNode operation) in Each(await ReadAsync()))
            documented.UnionWith(Errors(operation));

        ErrorCode[] ofNoOperation = [ErrorCodes.MethodNotAllowed];
        ErrorCode[] whereConfigured = [ErrorCodes.Unauthorized, ErrorCodes.Forbidden, ErrorCodes.AdminDisabled, ErrorCodes.RateLimited];
        Assert.Equal(
            ErrorCodes.All.Except(ofNoOperation).Except(whereConfigured).Select(code => ($"{code.Status}", code.Code)).Order(),
            documented.Except(whereConfigured.Select(code => ($"{code.Status}", code.Code))).Order());
    }

    [Fact]
    public async Task Keys_and_limits_are_announced_where_they_are_wanted()
    {
        await using ApiFactory guarded = ApiFactory.Start(
            null, ("Security:ApiKey", "a-key-0123456789"), ("RateLimit:RequestsPerSecond", "5"));
        JsonNode document = await ApiDocument.ReadAsync(guarded.Client);

        Assert.Equal(
            """{"apiKey":{"type":"apiKey","name":"X-API-Key","in":"header"},"bearer":{"type":"http","scheme":"bearer"}}""",
            document["components"]!["securitySchemes"]!.ToJsonString());
        foreach ((string method, string path, JsonNode operation) in Each(document))
        {
            bool open = path is "/livez" or "/readyz" or "/v2/health/live" or "/v2/health/ready";
            // Administration is switched off here: its calls are refused whatever the key.
            bool admin = path.Split('/')[^1] is "load" or "unload" or "validate";
            Assert.Equal(open || admin ? null : """[{"apiKey":[]},{"bearer":[]}]""", operation["security"]?.ToJsonString());
            Assert.Equal(!open && !admin, operation["responses"]!["401"] is not null);
            Assert.Equal(!open, operation["responses"]!["429"] is not null);
            if (!path.StartsWith("/v2", StringComparison.Ordinal))
            {
                Assert.Equal(!open && !admin, Errors(operation).Contains(("401", "unauthorized")));
                Assert.Equal(!open, Errors(operation).Contains(("429", "rate_limited")));
            }
        }

        Assert.Contains(("429", "overloaded"), Errors(document["paths"]!["/predict"]!["post"]!));
        Assert.Null((await ReadAsync())["components"]!["securitySchemes"]);
        ReadResult read = OpenApiDocument.Parse(document.ToJsonString(), OpenApiConstants.Json);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
    }

    [Theory]
    [InlineData("Security:OpenMetrics", "true", true, false)]
    [InlineData("Security:OpenMetrics", "false", true, true)]
    [InlineData("Telemetry:Prometheus", "false", false, false)]
    public async Task Metrics_are_listed_where_they_answer(string setting, string value, bool listed, bool guarded)
    {
        await using ApiFactory factory = ApiFactory.Start(null, ("Security:ApiKey", "a-key-0123456789"), (setting, value));
        JsonNode? metrics = (await factory.Client.Get("/openapi/v1.json").Json())["paths"]!["/metrics"]?["get"];

        Assert.Equal((listed, guarded), (metrics is not null, metrics?["security"] is not null));
    }

    [Fact]
    public async Task Operations_have_ids_of_their_own()
    {
        string[] ids = [.. Each(await ReadAsync()).Select(o => o.Operation.Text("operationId"))];

        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task Images_are_uploaded_raw_or_as_files_and_pictures_come_back()
    {
        JsonNode paths = (await ReadAsync())["paths"]!;
        JsonNode predict = paths["/predict"]!["post"]!["requestBody"]!["content"]!;
        JsonNode map = paths["/featuremaps/{layer}"]!["post"]!;

        Assert.Equal("binary", predict["image/*"]!["schema"]!.Text("format"));
        Assert.Equal("binary", predict["application/octet-stream"]!["schema"]!.Text("format"));
        Assert.Equal("binary", predict["multipart/form-data"]!["schema"]!["properties"]!["files"]!["items"]!.Text("format"));
        Assert.Equal("binary", map["requestBody"]!["content"]!["multipart/form-data"]!["schema"]!["properties"]!["file"]!.Text("format"));
        Assert.NotNull(map["responses"]!["200"]!["content"]!["image/png"]);
        Assert.NotNull(map["responses"]!["200"]!["content"]!["application/x-npy"]);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("post")]
    public async Task A_legend_is_true_or_false(string method)
    {
        JsonNode operation = (await ReadAsync())["paths"]!["/featuremaps/{layer}"]![method]!;

        JsonNode legend = operation["parameters"]!.AsArray().Single(p => p!.Text("name") == "legend")!;
        Assert.Equal("boolean", legend["schema"]!.Text("type"));
        Assert.Null(legend["required"]);
    }

    [Theory]
    [InlineData("format", """["json","png","npy"]""")]
    [InlineData("colormap", """["viridis","gray"]""")]
    [InlineData("normalize", """["channel","layer"]""")]
    public async Task Choices_are_listed(string parameter, string expected)
    {
        JsonNode operation = (await ReadAsync())["paths"]!["/featuremaps/{layer}"]!["get"]!;

        JsonNode found = operation["parameters"]!.AsArray().Single(p => p!.Text("name") == parameter)!;
        Assert.Equal(expected, found["schema"]!["enum"]!.ToJsonString());
    }

    [Fact]
    public async Task Every_reference_leads_somewhere()
    {
        JsonNode document = await served.Client.Get("/openapi/v1.json").Json();
        string[] references = [.. References(document)];

        foreach (string kind in (string[])["schemas", "responses", "examples"])
            Assert.Contains(references, reference => reference.StartsWith($"#/components/{kind}/", StringComparison.Ordinal));
        Assert.All(references, reference => Assert.NotNull(ApiDocument.Find(document, reference)));
    }

    [Fact]
    public async Task An_error_stands_once_however_many_calls_have_it()
    {
        JsonNode document = await served.Client.Get("/openapi/v1.json").Json();
        JsonNode components = document["components"]!;

        Assert.All(
            from operation in Each(document)
            from response in operation.Operation["responses"]!.AsObject()
            where response.Key[0] is '4' or '5'
            select response.Value!, response => Assert.NotNull(response["$ref"]));
        string[] answers = [.. components["responses"]!.AsObject().Select(response => response.Value!.ToJsonString())];
        Assert.Equal(answers.Distinct(), answers);
        Assert.All(
            components["examples"]!.AsObject(), example => Assert.Equal(example.Key, example.Value!["value"]!.Text("code")));
    }

    [Fact]
    public async Task The_document_is_shown_at_swagger()
    {
        using HttpResponseMessage page = await served.Client.Get("/swagger/index.html");

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
    }

    private Task<JsonNode> ReadAsync() => ApiDocument.ReadAsync(served.Client);

    private static IEnumerable<(string Method, string Path, JsonNode Operation)> Each(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value);

    private static IEnumerable<(string Status, string Code)> Errors(JsonNode operation) =>
        from response in operation["responses"]!.AsObject()
        let examples = response.Value!["content"]?["application/problem+json"]?["examples"] as JsonObject
        where examples is not null
        from example in examples
        select (response.Key, example.Key);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members =>
            members.SelectMany(member => member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
