using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Fovea.Models.Hosting;
using Fovea.Models.Repository;
using Fovea.Models.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SkiaSharp;

namespace Fovea.Api.Tests.OpenInference.Http;

/// <summary>
/// A request that sends images is one request: one deadline from its arrival to its answer, one priority, one entry in the statistics.
/// </summary>
public sealed class V2ImageRequestTests : IDisposable
{
    private readonly TestModels _models = new TestModels().AddGood();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("colours")]
    [InlineData("colours-one-by-one")]
    [InlineData("colours-in-pairs")]
    public async Task It_counts_once_with_all_its_images(string model)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", _models.Folder), ("Models:Bundled", "false"));

        await factory.Client.Infer(model, V2ImageTests.Request([Pictures.Red, Pictures.Blue, Pictures.Lime], "")).Json();

        JsonNode statistics = (await factory.Client.Get($"/v2/models/{model}/stats").Json())["model_stats"]!.AsArray().Single()!;
        Assert.Equal(
            (3, 1),
            (statistics["inference_count"]!.GetValue<long>(), statistics["inference_stats"]!["success"]!["count"]!.GetValue<long>()));
    }

    [Fact]
    public async Task Its_deadline_holds_while_its_images_are_decoded()
    {
        using var decoder = new BlockingDecoder();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using ApiFactory factory = await Start(decoder, time);
        Task<HttpResponseMessage> slow = factory.Client.Infer("colours-in-pairs", Request("""{"timeout":2000000}""", Pictures.Red));
        await decoder.WaitUntilEnteredAsync();

        time.Advance(TimeSpan.FromSeconds(2));
        decoder.LetGo();

        Assert.Contains("waited for 2 s, its limit", await slow.V2Error(429), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_priority_decides_when_its_images_are_decoded()
    {
        using var decoder = new BlockingDecoder();
        await using ApiFactory factory = await Start(decoder, TimeProvider.System);
        byte[] usual = Pictures.Plain(SKColors.Red, 20, 20), urgent = Pictures.Plain(SKColors.Red, 200, 200);
        Task<HttpResponseMessage> first = factory.Client.Infer("colours", Request("{}", Pictures.Red));
        await decoder.WaitUntilEnteredAsync();
        Task<HttpResponseMessage> second = factory.Client.Infer("colours", Request("{}", usual));
        await UntilWaitingAsync(factory, 1);
        Task<HttpResponseMessage> third = factory.Client.Infer("colours", Request("""{"priority":1}""", urgent));
        await UntilWaitingAsync(factory, 2);

        decoder.LetGo();
        foreach (Task<HttpResponseMessage> request in new[] { first, second, third })
            await request.Json();

        Assert.Equal([Pictures.Red.Length, urgent.Length, usual.Length], decoder.Lengths);
    }

    private static string Request(string parameters, byte[] image) =>
        $$"""{"parameters":{{parameters}},"inputs":[{"name":"image","shape":[1],"datatype":"BYTES","data":["{{Convert.ToBase64String(image)}}"]}]}""";

    private static async Task UntilWaitingAsync(ApiFactory factory, int requests)
    {
        HostedModel model = factory.Services.GetRequiredService<ModelRepository>().Find("colours", null).Status.Model!;
        Scheduler scheduler = factory.Services.GetRequiredService<Scheduler>();
        for (int i = 0; i < 1000 && scheduler.Waiting(model) != requests; i++)
            await Task.Delay(10);
        Assert.Equal(requests, scheduler.Waiting(model));
    }

    private Task<ApiFactory> Start(IImageDecoder decoder, TimeProvider time) => ApiFactory.StartLoadedAsync(
        services => services.AddSingleton(decoder).AddSingleton(time),
        ("Models:Path", _models.Folder), ("Batching:Parallelism", "1"), ("Batching:MaxSize", "1"));
}
