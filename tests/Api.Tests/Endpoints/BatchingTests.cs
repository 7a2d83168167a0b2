using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Microsoft.Extensions.DependencyInjection;
using SkiaSharp;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>Many callers at once over HTTP: batches form, and nobody can tell from an answer.</summary>
public sealed class BatchingTests
{
    private static readonly string[] Models = ["colours", "colours-one-by-one", "colours-in-pairs", "versions"];

    [Fact]
    public async Task Answers_under_load_are_those_of_lone_requests()
    {
        using var models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("Batching:Parallelism", "1"), ("ImageStore:MaxBytes", "0"));
        byte[][] pictures =
            [.. Enumerable.Range(0, 12).Select(
                i => Pictures.Plain(new SKColor((byte)(20 * i), (byte)(255 - 20 * i), (byte)(37 * i % 256)), 8 + i, 20 - i))];
        var alone = new Dictionary<(string, int), string>();
        foreach (string model in Models)
        {
            for (int i = 0; i < pictures.Length; i++)
                alone[(model, i)] = Predictions(await factory.Client.Post($"/predict?model={model}", HttpCalls.Image(pictures[i])).Json());
        }

        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (int i = 0; i < 25; i++)
                await AskAsync(factory.Client, random, pictures, alone);
        })));

        using ModelLease lease = factory.Services.GetRequiredService<ModelRepository>().Find("colours", null).Lease();
        Assert.Contains(lease.Model.Statistics.Snapshot().Batches, batch => batch.BatchSize > 1);
    }

    private static async Task AskAsync(HttpClient client, Random random, byte[][] pictures, Dictionary<(string, int), string> alone)
    {
        string model = Models[random.Next(Models.Length)];
        int picture = random.Next(pictures.Length);
        switch (random.Next(8))
        {
            case 0:
                await client.Post($"/predict?model={model}", HttpCalls.Image(Pictures.TruncatedJpeg())).Problem(422, "image_corrupt");
                break;
            case 1:
                using (var leave = new CancellationTokenSource(TimeSpan.FromMicroseconds(random.Next(3000))))
                {
                    try
                    {
                        using HttpResponseMessage response = await client.PostAsync(
                            new Uri($"/predict?model={model}", UriKind.Relative), HttpCalls.Image(pictures[picture]), leave.Token);
                        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }

                break;
            default:
                JsonNode answer = await client.Post($"/predict?model={model}", HttpCalls.Image(pictures[picture])).Json();
                Assert.Equal((model, alone[(model, picture)]), (answer.Text("model"), Predictions(answer)));
                break;
        }
    }

    private static string Predictions(JsonNode answer) => answer["results"]![0]!["predictions"]!.ToJsonString();
}
