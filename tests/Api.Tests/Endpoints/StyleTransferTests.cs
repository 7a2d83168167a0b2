using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>The life of a style transfer, over HTTP.</summary>
public sealed class StyleTransferTests
{
    private const string Layers = "?model=colours&contentLayers=block%2Fconv&styleLayers=block%2Frelu";

    [Fact]
    public async Task A_transfer_is_begun_followed_and_its_picture_fetched()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        JsonNode begun = await StyleTransferCalls.BeginAsync(
            factory.Client, $"{Layers}&steps=30&seed=3&start=noise&styleWeight=2&tvWeight=0&learningRate=0.1");
        string id = begun.Text("id");
        SseItem<string>[] events = await ServerEvents.ReadAsync(factory.Client, $"/style-transfers/{id}/events");

        Assert.Equal("end", events[^1].EventType);
        Assert.All(events[..^1], e => Assert.Equal("progress", e.EventType));
        JsonNode last = JsonNode.Parse(events[^1].Data)!;
        Assert.Equal(("done", 30, 30), (last.Text("state"), last["steps"]!.GetValue<int>(), last["stepsDone"]!.GetValue<int>()));
        JsonNode done = await factory.Client.Get(begun.Text("href")).Json();
        Assert.Equal("done", done.Text("state"));
        Assert.Null(done["remainingSeconds"]);
        Assert.Equal((4, 4), (done["width"]!.GetValue<int>(), done["height"]!.GetValue<int>()));
        Assert.Equal("[\"block/conv\"]", done["recipe"]!["contentLayers"]!.ToJsonString());
        Assert.Equal("[2]", done["recipe"]!["styleWeights"]!.ToJsonString());
        double[] style = [.. done["losses"]!["style"]!.AsArray().Select(loss => loss!.GetValue<double>())];
        double[] content = [.. done["losses"]!["content"]!.AsArray().Select(loss => loss!.GetValue<double>())];
        Assert.Equal(30, style.Length);
        Assert.True(style[^1] + content[^1] < style[0] + content[0]);
        using SKBitmap picture = SKBitmap.Decode(await factory.Client.Get(begun.Text("imageHref")).Bytes("image/png"));
        Assert.Equal((4, 4), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task A_transfer_is_paused_resumed_and_cancelled_and_the_queue_is_bounded()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Jobs:MaxQueue", "1"), ("StyleTransfer:MaxSteps", "100000"));
        HttpClient client = factory.Client;
        string id = (await StyleTransferCalls.BeginAsync(client, $"{Layers}&steps=100000")).Text("id");
        await StyleTransferCalls.UntilAsync(client, id, answer => answer["stepsDone"]!.GetValue<int>() > 1);
        string other = (await StyleTransferCalls.BeginAsync(client, $"{Layers}&steps=3")).Text("id");
        JsonNode full = await client.Post($"/style-transfers{Layers}", StyleTransferCalls.Form(Pictures.Red, Pictures.Blue))
            .Problem(429, "overloaded");
        Assert.Contains("long jobs wait", full.Detail(), StringComparison.Ordinal);
        await client.Get($"/style-transfers/{other}/image").Problem(409, "job_state");

        Assert.Equal("paused", (await client.Post($"/style-transfers/{id}/pause", null).Json()).Text("state"));
        await StyleTransferCalls.UntilAsync(client, other, answer => answer.Text("state") == "done");
        await client.Post($"/style-transfers/{other}/resume", null).Problem(409, "job_state");
        int before = (await client.Get($"/style-transfers/{id}").Json())["stepsDone"]!.GetValue<int>();
        await client.Post($"/style-transfers/{id}/resume", null).Json();
        await StyleTransferCalls.UntilAsync(client, id, answer => answer["stepsDone"]!.GetValue<int>() > before);
        Assert.NotEmpty(await client.Get($"/style-transfers/{id}/image").Bytes("image/png"));
        Assert.Equal("cancelled", (await client.Send(HttpMethod.Delete, $"/style-transfers/{id}").Json()).Text("state"));
        Assert.NotEmpty(await client.Get($"/style-transfers/{id}/image").Bytes("image/png"));
        await client.Send(HttpMethod.Delete, $"/style-transfers/{id}").Json();
        await client.Get($"/style-transfers/{id}").Problem(404, "job_not_found");
    }

    [Fact]
    public async Task What_is_wrong_is_named()
    {
        using TestModels models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("StyleTransfer:MaxSteps", "9"));
        HttpClient client = factory.Client;
        Assert.Contains("SqueezeNet", await Problem("?model=colours", 422, "unfit_for_transfer"), StringComparison.Ordinal);
        Assert.Contains(
            "block/conv", await Problem("?model=colours&contentLayers=block%2Fcon&styleLayers=x", 422, "unfit_for_transfer"),
            StringComparison.Ordinal);
        Assert.Contains("size=64", await Problem($"{Layers}&size=64", 422, "unfit_for_transfer"), StringComparison.Ordinal);
        Assert.Contains("at most 9", await Problem($"{Layers}&steps=10", 422, "unfit_for_transfer"), StringComparison.Ordinal);
        Assert.Contains(
            "one image", await Problem(Layers.Replace("colours", "colours-in-pairs", StringComparison.Ordinal), 422, "unfit_for_transfer"),
            StringComparison.Ordinal);
        await Problem("?model=two-inputs", 422, "not_a_map");
        await Problem("?model=nothing", 404, "model_not_found");
        await Problem($"{Layers}&steps=0", 400, "invalid_parameter");
        await Problem($"{Layers}&contentWeight=-1", 400, "invalid_parameter");
        await Problem($"{Layers}&styleWeight=1,x", 400, "invalid_parameter");
        await Problem($"{Layers}&colours=keep", 400, "invalid_parameter");
        await client.Post($"/style-transfers{Layers}", HttpCalls.Image(Pictures.Red)).Problem(400, "invalid_body");
        await client.Post($"/style-transfers{Layers}", HttpCalls.Files(("a.png", Pictures.Red), ("b.png", Pictures.Red)))
            .Problem(400, "invalid_body");
        await client.Post($"/style-transfers{Layers}&steps=1", StyleTransferCalls.Form(Pictures.Red, Pictures.TruncatedJpeg()))
            .Problem(422, "image_corrupt");
        await client.Get("/style-transfers/0123").Problem(404, "job_not_found");

        async Task<string> Problem(string query, int status, string code) => (
            await client.Post($"/style-transfers{query}", StyleTransferCalls.Form(Pictures.Red, Pictures.Blue))
                .Problem(status, code)).Detail();
    }

    [Fact]
    public async Task Results_expire_and_style_transfer_can_be_switched_off()
    {
        using TestModels models = new TestModels().AddGood();
        await using (ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("Jobs:Ttl", "1s")))
        {
            string id = await StyleTransferCalls.DoneAsync(factory.Client, $"{Layers}&steps=1");
            for (int i = 0; i < 200; i++)
            {
                using HttpResponseMessage answer = await factory.Client.Get($"/style-transfers/{id}");
                if (answer.StatusCode == HttpStatusCode.NotFound)
                    break;
                await Task.Delay(50);
            }

            await factory.Client.Get($"/style-transfers/{id}").Problem(404, "job_not_found");
        }

        await using ApiFactory off = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder), ("StyleTransfer:Enabled", "false"));
        JsonNode problem = await off.Client.Post($"/style-transfers{Layers}", StyleTransferCalls.Form(Pictures.Red, Pictures.Blue))
            .Problem(404, "not_found");
        Assert.Contains("StyleTransfer:Enabled", problem.Detail(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"/style-transfers", await off.Client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)),
            StringComparison.Ordinal);
    }
}
