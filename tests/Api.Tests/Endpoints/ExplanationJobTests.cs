using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Endpoints;

/// <summary><c>/explanations</c> over HTTP: explanations as jobs.</summary>
public sealed class ExplanationJobTests
{
    private const string Query = "?model=colours&method=integrated-gradients&steps=40";

    [Fact]
    public async Task A_job_is_followed_and_answers_what_explain_answers_in_every_format()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        HttpClient client = factory.Client;
        JsonNode begun = await ExplanationCalls.BeginAsync(client, Query);
        SseItem<string>[] events = await ServerEvents.ReadAsync(client, begun.Text("eventsHref"));

        Assert.Equal("end", events[^1].EventType);
        Assert.All(events[..^1], e => Assert.Equal("progress", e.EventType));
        JsonNode done = await client.Get(begun.Text("href")).Json();
        Assert.Equal(("done", "colours", "integrated-gradients"), (done.Text("state"), done.Text("model"), done.Text("method")));
        Assert.Equal(done["steps"]!.GetValue<int>(), done["stepsDone"]!.GetValue<int>());
        Assert.Equal(done["steps"]!.GetValue<int>(), JsonNode.Parse(events[^1].Data)!["stepsDone"]!.GetValue<int>());
        Assert.Null(done["remainingSeconds"]);
        foreach ((string format, string type) in new[]
            { ("json", "application/json"), ("png", "image/png"), ("npy", "application/x-npy") })
        {
            byte[] atOnce = await client.Post($"/explain{Query}&format={format}", HttpCalls.Image(Pictures.TwoColours)).Bytes(type);
            Assert.Equal(atOnce, await client.Get($"{begun.Text("answerHref")}?format={format}").Bytes(type));
        }

        Assert.Equal("done", (await client.Send(HttpMethod.Delete, begun.Text("href")).Json()).Text("state"));
        await client.Get(begun.Text("href")).Problem(404, "job_not_found");
    }

    [Fact]
    public async Task A_kept_image_is_explained_by_the_model_that_predicted_it()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        HttpClient client = factory.Client;
        string id = (await client.Post("/predict?model=colours", HttpCalls.Image(Pictures.TwoColours)).Json())["results"]![0]!.Text("id");

        JsonNode begun = await ExplanationCalls.BeginAsync(client, $"?image={id}&method=saliency", null);
        Assert.Equal("colours", begun.Text("model"));
        await JobCalls.EndAsync(client, begun);
        Assert.Equal("saliency", (await client.Get(begun.Text("answerHref")).Json()).Text("method"));
        await client.Post($"/explanations?image={id}", HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_parameter");
        await client.Post("/explanations?image=0", null).Problem(404, "image_expired");
    }

    [Fact]
    public async Task What_costs_too_much_at_once_is_a_job_and_what_costs_too_much_for_a_job_is_refused()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Explanations:MaxRuns", "50"), ("Explanations:MaxJobRuns", "100"));
        HttpClient client = factory.Client;

        string refused = (await client.Post($"/explain{Query}", HttpCalls.Image(Pictures.Red)).Problem(422, "run_limit")).Detail();
        Assert.Contains("at most 50", refused, StringComparison.Ordinal);
        Assert.Contains("A job (/explanations) may take 100 runs.", refused, StringComparison.Ordinal);
        await ExplanationCalls.DoneAsync(client, Query);
        Assert.Contains(
            "at most 100",
            (await client.Post("/explanations?model=colours&method=smoothgrad&samples=60", HttpCalls.Image(Pictures.Red))
                .Problem(422, "run_limit")).Detail(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_one_is_cancelled_and_the_queue_is_that_of_all_jobs()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Jobs:MaxQueue", "1"), ("StyleTransfer:MaxSteps", "100000"));
        HttpClient client = factory.Client;
        string style = (await StyleTransferCalls.BeginAsync(
            client, "?model=colours&contentLayers=block%2Fconv&styleLayers=block%2Frelu&steps=100000")).Text("id");
        await StyleTransferCalls.UntilAsync(client, style, answer => answer["stepsDone"]!.GetValue<int>() > 0);
        JsonNode begun = await ExplanationCalls.BeginAsync(client, "?model=colours&method=smoothgrad&samples=5000");

        await client.Post($"/explanations{Query}", HttpCalls.Image(Pictures.Red)).Problem(429, "overloaded");
        Assert.Contains(
            "has no answer", (await client.Get(begun.Text("answerHref")).Problem(409, "job_state")).Detail(), StringComparison.Ordinal);
        await client.Get($"/explanations/{style}").Problem(404, "job_not_found");
        await client.Get($"/style-transfers/{begun.Text("id")}").Problem(404, "job_not_found");
        await client.Send(HttpMethod.Delete, $"/style-transfers/{style}").Json();
        Assert.Equal("cancelled", (await client.Send(HttpMethod.Delete, begun.Text("href")).Json()).Text("state"));
        await client.Get(begun.Text("answerHref")).Problem(409, "job_state");
    }

    [Theory]
    [InlineData("method=gradcam2", 400, "invalid_parameter", "expected one of gradcam")]
    [InlineData("method=gradcam&samples=3", 400, "invalid_parameter", "smoothgrad does")]
    [InlineData("class=gren", 400, "invalid_parameter", "'green'")]
    [InlineData("layer=none", 404, "layer_not_found", "none")]
    [InlineData("format=png", 400, "invalid_parameter", "'format'")]
    [InlineData("model=two-inputs", 422, "not_a_map", "two-inputs")]
    public async Task What_is_wrong_is_named_before_a_job_begins(string query, int status, string code, string message)
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("Models:Default", "colours"));

        Assert.Contains(
            message, (await factory.Client.Post($"/explanations?{query}", HttpCalls.Image(Pictures.Red)).Problem(status, code)).Detail(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_of_the_input_that_would_be_too_large_is_refused_before_it_is_computed()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("FeatureMaps:MaxPixels", "9"));
        const string Address = "?model=colours&over=input";

        foreach (string call in new[] { $"/explain{Address}&format=png", $"/explanations{Address}" })
        {
            string detail = (await factory.Client.Post(call, HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_parameter")).Detail();
            Assert.Contains("4x4 pixels; at most 9", detail, StringComparison.Ordinal);
            Assert.Contains("the picture that was sent", detail, StringComparison.Ordinal);
        }

        await factory.Client.Post($"/explain{Address}", HttpCalls.Image(Pictures.Red)).Json();
    }
}
