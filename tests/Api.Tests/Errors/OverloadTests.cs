using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Errors;

/// <summary>More requests than the service takes at once.</summary>
public sealed class OverloadTests
{
    [Fact]
    public async Task Beyond_the_queue_requests_are_turned_away_at_once()
    {
        using var decoder = new BlockingDecoder();
        using var models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder>(decoder),
            ("Models:Path", models.Folder), ("Batching:Parallelism", "1"), ("Batching:MaxQueue", "0"));
        Task<HttpResponseMessage> first = factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));
        await decoder.WaitUntilEnteredAsync();

        HttpResponseMessage second = await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        JsonNode problem = await Task.FromResult(second).Problem(429, "overloaded");
        await factory.Client.Get("/livez").Json();

        Assert.Contains("decode", problem.Detail(), StringComparison.Ordinal);
        decoder.LetGo();
        await first.Json();
        await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
    }

    [Fact]
    public async Task A_wait_ends()
    {
        using var decoder = new BlockingDecoder();
        using var models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder>(decoder),
            ("Models:Path", models.Folder), ("Batching:Parallelism", "1"), ("Batching:Timeout", "00:00:00.500"));
        Task<HttpResponseMessage> first = factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));
        await decoder.WaitUntilEnteredAsync();

        HttpResponseMessage second = await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));

        Assert.NotNull(second.Headers.RetryAfter);
        await Task.FromResult(second).Problem(429, "queue_timeout");
        decoder.LetGo();
        await first.Problem(429, "queue_timeout");
        await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red)).Json();
    }

    [Fact]
    public async Task A_caller_who_leaves_frees_its_place_in_the_queue()
    {
        using var decoder = new BlockingDecoder();
        using var models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder>(decoder),
            ("Models:Path", models.Folder), ("Batching:Parallelism", "1"), ("Batching:MaxQueue", "1"));
        Task<HttpResponseMessage> first = factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));
        await decoder.WaitUntilEnteredAsync();
        var scheduler = factory.Services.GetRequiredService<Scheduler>();
        using ModelLease lease = factory.Services.GetRequiredService<ModelRepository>().Find("colours", null).Lease();
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> waiting = factory.Client.PostAsync(
            new Uri("/predict?model=colours", UriKind.Relative), HttpCalls.Image(Pictures.Red), leave.Token);
        await Until(() => scheduler.Waiting(lease.Model) == 1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Until(() => scheduler.Waiting(lease.Model) == 0);
        decoder.LetGo();
        await first.Json();
    }

    private static async Task Until(Func<bool> condition)
    {
        for (DateTime limit = DateTime.UtcNow.AddSeconds(30); !condition(); await Task.Delay(10))
            Assert.True(DateTime.UtcNow < limit, "The expected state was not reached within 30 s.");
    }
}
