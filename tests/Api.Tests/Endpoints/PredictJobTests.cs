using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

/// <summary><c>/predict/jobs</c> over HTTP: predictions as jobs.</summary>
public sealed class PredictJobTests : IAsyncLifetime
{
    private const string Jobs = "/predict/jobs";

    private readonly TestModels _models = new TestModels().AddGood().Add("enlarging", TestModels.Enlarging(), settings: null);
    private ApiFactory? _factory;

    private HttpClient Client => _factory!.Client;

    public async ValueTask InitializeAsync() => _factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder));

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task A_large_picture_has_a_step_for_each_tile_and_the_answer_of_predict()
    {
        byte[] picture = Noise(100, 70);
        JsonNode model = await Client.Get("/models/enlarging").Json();
        Assert.Equal(("imageToImage", "[32,32]"), (model.Text("task"), model["pictureTile"]!.ToJsonString()));

        JsonNode begun = await JobCalls.BeginAsync(Client, $"{Jobs}?model=enlarging", HttpCalls.Image(picture));
        SseItem<string>[] events = await ServerEvents.ReadAsync(Client, begun.Text("eventsHref"));
        JsonNode done = await Client.Get(begun.Text("href")).Json();

        Assert.Equal("end", events[^1].EventType);
        // Tiles of 32 pixels, 24 apart: 4 across and 3 down.
        Assert.Equal(14, begun["steps"]!.GetValue<int>());
        Assert.Equal(14, done["stepsDone"]!.GetValue<int>());
        Assert.Equal(14, JsonNode.Parse(events[^1].Data)!["stepsDone"]!.GetValue<int>());
        Assert.Equal(("done", "enlarging", "1"), (done.Text("state"), done.Text("model"), done.Text("version")));
        Assert.Equal(
            ["id", "state", "model", "version", "steps", "stepsDone", "elapsedSeconds", "href", "eventsHref", "answer"],
            done.AsObject().Select(member => member.Key));
        JsonNode atOnce = await Client.Post("/predict?model=enlarging", HttpCalls.Image(picture)).Json();
        Assert.Equal(Forget(atOnce), Forget(done["answer"]!));
        byte[] png = await Client.Post("/predict?model=enlarging&format=png", HttpCalls.Image(picture)).Bytes("image/png");
        Assert.Equal(png, await Client.Get($"{begun.Text("href")}?format=png").Bytes("image/png"));
        Assert.Equal(png, await Client.Get(begun.Text("href"), "image/png").Bytes("image/png"));
        using SKBitmap made = SKBitmap.Decode(png);
        Assert.Equal((200, 140), (made.Width, made.Height));
        await Client.Get($"{begun.Text("href")}?format=npy").Problem(406, "not_acceptable");
        await Client.Send(HttpMethod.Delete, begun.Text("href")).Json();
        await Client.Get(begun.Text("href")).Problem(404, "job_not_found");
    }

    [Fact]
    public async Task Any_task_answers_with_its_parameters_and_keeps_the_picture()
    {
        using MultipartFormDataContent form = HttpCalls.Files(("two.png", Pictures.TwoColours));
        JsonNode done = await JobCalls.EndAsync(Client, await JobCalls.BeginAsync(Client, $"{Jobs}?model=colours&top=2", form));

        JsonNode atOnce = await Client.Post("/predict?model=colours&top=2", HttpCalls.Files(("two.png", Pictures.TwoColours))).Json();
        Assert.Equal(3, done["steps"]!.GetValue<int>());
        Assert.Equal(2, done["answer"]!["results"]![0]!["predictions"]!.AsArray().Count);
        string id = done["answer"]!["results"]![0]!.Text("id");
        Assert.Equal(Pictures.TwoColours, await Client.Get($"/images/{id}").Bytes("image/png"));
        Assert.Equal(Forget(atOnce), Forget(done["answer"]!));
        Assert.Equal(
            await Client.Post("/predict?model=colours&top=2&format=png", HttpCalls.Image(Pictures.TwoColours)).Bytes("image/png"),
            await Client.Get($"{done.Text("href")}?format=png").Bytes("image/png"));
        await Client.Get($"/explanations/{done.Text("id")}").Problem(404, "job_not_found");
    }

    [Theory]
    [InlineData("colours", "iou=0.5", 400, "invalid_parameter", "'iou'")]
    [InlineData("colours", "top=0", 400, "invalid_parameter", "'top'")]
    [InlineData("colours", "format=gif", 400, "invalid_parameter", "'format'")]
    [InlineData("colours", "format=npy", 406, "not_acceptable", "npy")]
    [InlineData("edges", "", 422, "model_not_classifier", "'edges'")]
    [InlineData("nothing", "", 404, "model_not_found", "'nothing'")]
    public async Task What_is_wrong_is_named_before_a_job_begins(string model, string query, int status, string code, string message) =>
        Assert.Contains(
            message, (await Client.Post($"{Jobs}?model={model}&{query}", HttpCalls.Image(Pictures.Red)).Problem(status, code)).Detail(),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_picture_that_cannot_be_read_and_several_pictures_begin_no_job()
    {
        await Client.Post($"{Jobs}?model=colours", HttpCalls.Image(Pictures.TruncatedJpeg())).Problem(422, "image_corrupt");
        await Client.Post($"{Jobs}?model=colours", HttpCalls.Files(("a", Pictures.Red), ("b", Pictures.Blue)))
            .Problem(400, "invalid_body");
        await Client.Post($"{Jobs}?model=colours", HttpCalls.Image([])).Problem(400, "empty_body");
    }

    [Theory]
    [InlineData("jpeg", "image/jpeg")]
    [InlineData("npy", "application/x-npy")]
    public async Task The_form_is_that_with_which_the_job_was_begun(string format, string mediaType)
    {
        byte[] picture = Noise(90, 70);
        JsonNode done = await JobCalls.EndAsync(
            Client, await JobCalls.BeginAsync(Client, $"{Jobs}?model=enlarging&format={format}", HttpCalls.Image(picture)));
        byte[] atOnce = await Client.Post($"/predict?model=enlarging&format={format}", HttpCalls.Image(picture)).Bytes(mediaType);
        Assert.Equal(atOnce, await Client.Get($"{done.Text("href")}?format={format}").Bytes(mediaType));
        JsonNode other = await Client.Get($"{done.Text("href")}?format=png").Problem(406, "not_acceptable");
        Assert.Contains(format, other.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_one_is_cancelled_and_has_no_picture()
    {
        JsonNode begun = await JobCalls.BeginAsync(Client, $"{Jobs}?model=enlarging", HttpCalls.Image(Noise(2000, 2000)));
        JsonNode before = await Client.Get($"{begun.Text("href")}?format=png").Problem(409, "job_state");
        Assert.Contains("has no answer: its state is", before.Detail(), StringComparison.Ordinal);
        Assert.Equal("cancelled", (await Client.Send(HttpMethod.Delete, begun.Text("href")).Json()).Text("state"));
        JsonNode after = await Client.Get(begun.Text("href")).Json();
        Assert.Equal(("cancelled", null), (after.Text("state"), after["answer"]));
        await Client.Get($"{begun.Text("href")}?format=png").Problem(409, "job_state");
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_told_of_jobs_which_may()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", _models.Folder), ("Batching:Timeout", "400ms"));
        byte[] picture = Noise(1200, 1200);
        JsonNode problem = await factory.Client.Post("/predict?model=enlarging", HttpCalls.Image(picture))
            .Problem(429, "deadline_exceeded");
        Assert.EndsWith("A job may take longer: POST the image to /predict/jobs.", problem.Detail(), StringComparison.Ordinal);

        JsonNode done = await JobCalls.EndAsync(
            factory.Client, await JobCalls.BeginAsync(factory.Client, $"{Jobs}?model=enlarging", HttpCalls.Image(picture)));
        Assert.Equal(2400, done["answer"]!["results"]![0]!["picture"]!["width"]!.GetValue<int>());
    }

    // An id is new with each prediction.
    private static string Forget(JsonNode answer)
    {
        answer["results"]![0]!.AsObject().Remove("id");
        return answer.ToJsonString();
    }

    private static byte[] Noise(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        var random = new Random(5);
        byte[] pixels = new byte[4 * width * height];
        random.NextBytes(pixels);
        for (int i = 3; i < pixels.Length; i += 4)
            pixels[i] = byte.MaxValue;
        pixels.CopyTo(bitmap.GetPixelSpan());
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
