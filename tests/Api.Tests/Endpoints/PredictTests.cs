using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

[Collection(nameof(ServedModels))]
public sealed class PredictTests(ServedModels served)
{
    private readonly HttpClient _client = served.Client;

    [Theory]
    [InlineData("image/png")]
    [InlineData("image/x-whatever")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task A_raw_image_is_answered_with_labels(string? contentType)
    {
        ByteArrayContent content = contentType is null ? new ByteArrayContent(Pictures.Lime) : HttpCalls.Image(Pictures.Lime, contentType);

        JsonNode answer = await _client.Post("/predict?model=colours", content).Json();

        Assert.Equal(("colours", "1"), (answer.Text("model"), answer.Text("version")));
        JsonNode result = Assert.Single(answer["results"]!.AsArray())!;
        Assert.Matches("^[0-9a-f]{32}$", result.Text("id"));
        Assert.Null(result["name"]);
        JsonArray predictions = result["predictions"]!.AsArray();
        Assert.Equal(["green", "red", "blue"], predictions.Select(p => p!.Text("label")));
        Assert.Equal([1, 0, 2], predictions.Select(p => p!["index"]!.GetValue<int>()));
        Assert.Equal(Math.Exp(10) / (Math.Exp(10) + 2), predictions[0]!["probability"]!.GetValue<float>(), 1e-5);
    }

    [Theory]
    [InlineData("colours")]
    [InlineData("colours-one-by-one")]
    [InlineData("colours-in-pairs")]
    public async Task Several_files_are_answered_in_order_whatever_the_models_batch(string model)
    {
        JsonNode answer = await _client.Post($"/predict?model={model}&top=1",
            HttpCalls.Files(
                ("a.png", Pictures.Blue), ("b.png", Pictures.Red),
                ("c.jpg", Pictures.Plain(SKColors.Lime, format: SKEncodedImageFormat.Jpeg)))).Json();

        Assert.Equal(
            [("a.png", "blue"), ("b.png", "red"), ("c.jpg", "green")],
            answer["results"]!.AsArray().Select(r => (r!.Text("name"), Assert.Single(r!["predictions"]!.AsArray())!.Text("label"))));
    }

    [Fact]
    public async Task The_same_image_gives_the_same_numbers_alone_and_in_any_company()
    {
        JsonNode alone = await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
        JsonNode together = await _client.Post("/predict?model=colours", HttpCalls.Files(("a", Pictures.Blue), ("b", Pictures.Red))).Json();

        Assert.Equal(
            alone["results"]![0]!["predictions"]!.ToJsonString(),
            together["results"]![1]!["predictions"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", 3)]
    [InlineData("&top=1", 1)]
    [InlineData("&top=2", 2)]
    [InlineData("&top=2147483647", 3)]
    public async Task Top_is_clamped_to_the_number_of_classes(string query, int expected)
    {
        JsonNode answer = await _client.Post($"/predict?model=colours{query}", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(expected, answer["results"]![0]!["predictions"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("top=0")]
    [InlineData("top=-1")]
    [InlineData("top=five")]
    [InlineData("top=1.5")]
    [InlineData("top=")]
    [InlineData("top=99999999999")]
    [InlineData("top=1&top=2")]
    public async Task A_bad_top_is_refused(string query)
    {
        JsonNode problem = await _client.Post($"/predict?model=colours&{query}", HttpCalls.Image(Pictures.Red))
            .Problem(400, "invalid_parameter");

        Assert.Contains("'top'", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bundled_model_reads_a_drawn_digit()
    {
        string samples = Path.Combine(Repository.Root, "docs", "samples");
        for (int digit = 0; digit <= 9; digit++)
        {
            byte[] picture = await File.ReadAllBytesAsync(Path.Combine(samples, $"digit-{digit}.png"));
            JsonNode answer = await _client.Post("/predict?model=digits&top=1", HttpCalls.Image(picture)).Json();
            Assert.Equal($"{digit}", answer["results"]![0]!["predictions"]![0]!.Text("label"));
        }
    }

    [Theory]
    [InlineData("versions", "r2")]
    [InlineData("versions&version=2", "r2")]
    [InlineData("versions&version=1", "r1")]
    public async Task Without_a_version_the_highest_answers(string model, string label)
    {
        JsonNode answer = await _client.Post($"/predict?top=1&model={model}", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Equal(label, answer["results"]![0]!["predictions"]![0]!.Text("label"));
        Assert.Equal(label[1..], answer.Text("version"));
    }

    [Fact]
    public async Task Requests_at_the_same_time_get_their_own_answers()
    {
        (byte[] Picture, string Label)[] pictures = [(Pictures.Red, "red"), (Pictures.Lime, "green"), (Pictures.Blue, "blue")];
        string[] models = ["colours", "colours-one-by-one", "colours-in-pairs"];

        await Task.WhenAll(Enumerable.Range(0, 90).Select(async i =>
        {
            (byte[] picture, string label) = pictures[i % 3];
            (byte[] second, string secondLabel) = pictures[(i + 1) % 3];
            JsonNode answer = await _client.Post(
                $"/predict?top=1&model={models[i / 3 % 3]}", HttpCalls.Files(("a", picture), ("b", second))).Json();
            Assert.Equal([label, secondLabel], answer["results"]!.AsArray().Select(r => r!["predictions"]![0]!.Text("label")));
        }));
    }

    [Fact]
    public async Task One_bad_file_fails_the_request_and_is_named()
    {
        JsonNode problem = await _client.Post("/predict?model=colours",
            HttpCalls.Files(("good.png", Pictures.Red), ("notes.txt", "no image"u8.ToArray()), ("more.png", Pictures.Red)))
                .Problem(415, "unsupported_image_format");

        Assert.Equal("notes.txt", problem.Text("file"));
        Assert.Contains("'notes.txt'", problem.Detail(), StringComparison.Ordinal);
        Assert.Contains("JPEG", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_timing_shows_the_stages()
    {
        using HttpResponseMessage response = await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));

        Assert.Matches(
            @"^decode;dur=[\d.]+, preprocess;dur=[\d.]+, queue;dur=[\d.]+, compute;dur=[\d.]+$",
            Assert.Single(response.Headers.GetValues("Server-Timing")));
    }

    [Fact]
    public async Task Answers_may_not_be_sniffed_stored_or_framed()
    {
        using HttpResponseMessage response = await _client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));

        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains(
            "frame-ancestors 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.False(response.Headers.Contains("Server"));
    }
}
