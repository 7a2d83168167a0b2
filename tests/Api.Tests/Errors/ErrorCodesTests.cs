using System.Text.Json.Nodes;
using Fovea.Api.Errors;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Errors;

/// <summary>Every code of the contract that one service with good and bad models can be made to answer with.</summary>
[Collection(nameof(ServedModels))]
public sealed class ErrorCodesTests(ServedModels served)
{
    private readonly HttpClient _client = served.Client;

    [Fact]
    public async Task Empty_body()
    {
        await _client.Post("/predict?model=colours", null).Problem(400, "empty_body");
        await _client.Post("/predict?model=colours", HttpCalls.Image([])).Problem(400, "empty_body");
        await _client.Post("/predict?model=colours", new MultipartFormDataContent { { new StringContent(""), "files", "nothing.png" } })
            .Problem(400, "empty_body");
        await _client.Post("/featuremaps/scores?model=colours", HttpCalls.Image([])).Problem(400, "empty_body");
    }

    [Fact]
    public async Task An_empty_file_is_named() =>
        Assert.Equal(
            "b.png",
            (
                await _client.Post("/predict?model=colours", HttpCalls.Files(("a.png", Pictures.Red), ("b.png", [])))
                    .Problem(400, "empty_body")).Text("file"));

    [Fact]
    public async Task Invalid_body()
    {
        var cutOff = HttpCalls.Image("--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\nabc"u8.ToArray());
        cutOff.Headers.Remove("Content-Type");
        cutOff.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=x");
        var noBoundary = HttpCalls.Image("abc"u8.ToArray(), "multipart/form-data");

        await _client.Post("/predict?model=colours", cutOff).Problem(400, "invalid_body");
        await _client.Post("/predict?model=colours", noBoundary).Problem(400, "invalid_body");
    }

    [Fact]
    public async Task A_form_field_that_is_no_file_is_named()
    {
        JsonNode problem = await _client.Post("/predict?model=colours", new MultipartFormDataContent { { new StringContent("3"), "top" } })
            .Problem(400, "invalid_parameter");

        Assert.Contains("?top=", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_required()
    {
        using var models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("Models:Bundled", "false"));

        JsonNode problem = await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Problem(400, "model_required");

        Assert.Contains("colours", problem.Detail(), StringComparison.Ordinal);
        Assert.Contains("?model=", problem.Detail(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model=colors", "colours")]
    [InlineData("model=digit", "digits")]
    [InlineData("model=versions&version=3", "2")]
    public async Task Model_not_found_names_the_nearest(string query, string suggestion)
    {
        JsonNode problem = await _client.Post($"/predict?{query}", HttpCalls.Image(Pictures.Red)).Problem(404, "model_not_found");

        Assert.Contains(suggestion, problem["suggestions"]!.AsArray().Select(s => s!.GetValue<string>()));
    }

    [Fact]
    public async Task Image_expired() =>
        await _client.Get("/featuremaps/scores?image=00000000000000000000000000000000").Problem(404, "image_expired");

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/models/colours/weights")]
    public async Task Not_found(string address) =>
        Assert.Contains(address, (await _client.Get(address).Problem(404, "not_found")).Detail(), StringComparison.Ordinal);

    [Theory]
    [InlineData("/nothing", "12")]
    [InlineData("/models/colours", "12")]
    [InlineData("/models/nothing/load", "7")]
    public async Task A_gRPC_call_that_reaches_no_service_is_answered_with_the_same_statuses(string address, string status)
    {
        using HttpResponseMessage response = await _client.Post(address, HttpCalls.Image([0, 0, 0, 0, 0], "application/grpc"));

        Assert.Equal((200, "application/grpc"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(status, Assert.Single(response.Headers.GetValues("grpc-status")));
    }

    [Fact]
    public async Task Method_not_allowed()
    {
        JsonNode problem = await _client.Send(HttpMethod.Delete, "/models").Problem(405, "method_not_allowed");

        Assert.Contains("GET", problem.Detail(), StringComparison.Ordinal);
        await _client.Get("/predict").Problem(405, "method_not_allowed");
    }

    [Fact]
    public async Task Head_gives_headers_only_also_for_errors()
    {
        using HttpResponseMessage found = await _client.Send(HttpMethod.Head, "/models");
        using HttpResponseMessage missing = await _client.Send(HttpMethod.Head, "/models/nothing");

        Assert.Equal((200, "application/json"), ((int)found.StatusCode, found.Content.Headers.ContentType?.MediaType));
        Assert.Equal((404, "application/problem+json"), ((int)missing.StatusCode, missing.Content.Headers.ContentType?.MediaType));
        Assert.Empty(await found.Content.ReadAsByteArrayAsync());
        Assert.Empty(await missing.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/pdf")]
    public async Task Unsupported_content_type(string type)
    {
        JsonNode problem = await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red, type))
            .Problem(415, "unsupported_content_type");

        Assert.Contains(type, problem.Detail(), StringComparison.Ordinal);
        Assert.Contains("multipart/form-data", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsupported_image_format_lists_the_supported_ones()
    {
        JsonNode problem = await _client.Post("/predict?model=colours", HttpCalls.Image("\0\0\0\u001cftypheic"u8.ToArray()))
            .Problem(415, "unsupported_image_format");

        Assert.All(
            new[] { "HEIF", "JPEG", "PNG", "WebP", "BMP", "GIF", "TIFF", "TGA", "PNM" },
            format => Assert.Contains(format, problem.Detail(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Image_corrupt()
    {
        await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.TruncatedJpeg())).Problem(422, "image_corrupt");
        await _client.Post("/featuremaps/scores?model=colours", HttpCalls.Image(Pictures.Red[..^30])).Problem(422, "image_corrupt");
    }

    [Theory]
    [InlineData(50_000, 50_000)]
    [InlineData(20_000, 1)]
    public async Task Image_too_large_is_seen_in_the_header(int width, int height) =>
        Assert.Contains(
            $"{width}",
            (
                await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.PngHeader(width, height)))
                    .Problem(413, "image_too_large")).Detail(), StringComparison.Ordinal);

    [Theory]
    [InlineData("edges")]
    [InlineData("two-inputs")]
    public async Task Model_not_classifier_points_to_what_works(string model)
    {
        JsonNode problem = await _client.Post($"/predict?model={model}", HttpCalls.Image(Pictures.Red))
            .Problem(422, "model_not_classifier");

        Assert.Contains("/featuremaps", problem.Detail(), StringComparison.Ordinal);
        Assert.Contains("/v2", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_failed_while_it_ran() =>
        Assert.Contains(
            "NaN", (await _client.Post("/predict?model=not-a-number", HttpCalls.Image(Pictures.Red)).Problem(503, "model_failed"))
                .Detail(), StringComparison.Ordinal);

    [Fact]
    public async Task Model_failed_while_it_was_loaded()
    {
        await _client.Post("/predict?model=truncated", HttpCalls.Image(Pictures.Red)).Problem(503, "model_failed");
        await _client.Post("/featuremaps/scores?model=no-onnx", HttpCalls.Image(Pictures.Red)).Problem(503, "model_failed");
        await _client.Get("/models/no-onnx/layers").Problem(503, "model_failed");
    }

    [Fact]
    public void Codes_are_unique_and_fit_their_status()
    {
        Assert.Equal(ErrorCodes.All.Count, ErrorCodes.All.Select(code => code.Code).Distinct().Count());
        Assert.All(ErrorCodes.All, code => Assert.Matches("^[a-z]+(_[a-z]+)*$", code.Code));
        Assert.Equal(ErrorCodes.All.OrderBy(code => code.Status).Select(code => code.Code), ErrorCodes.All.Select(code => code.Code));
    }
}
