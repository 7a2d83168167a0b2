using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Endpoints;

/// <summary>The ids that <c>/predict</c> gives.</summary>
public sealed class ImageStoreTests
{
    [Fact]
    public async Task An_id_lives_as_long_as_configured()
    {
        var time = new ManualTime();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<TimeProvider>(time), ("ImageStore:Ttl", "00:01:00"));
        string id = await PredictAsync(factory);

        time.Advance(TimeSpan.FromSeconds(59));
        await factory.Client.Get($"/featuremaps/conv1?image={id}").Json();
        time.Advance(TimeSpan.FromSeconds(1));

        await factory.Client.Get($"/featuremaps/conv1?image={id}").Problem(404, "image_expired");
    }

    [Theory]
    [InlineData("ImageStore:MaxBytes", "0")]
    [InlineData("ImageStore:Ttl", "00:00:00")]
    public async Task Zero_switches_the_store_off(string setting, string value)
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync((setting, value));

        JsonNode answer = await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json();

        Assert.Null(answer["results"]![0]!["id"]);
        JsonNode problem = await factory.Client.Get("/featuremaps/conv1?image=0123").Problem(404, "image_expired");
        Assert.Contains("POST", problem.Detail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_larger_than_the_store_has_no_id()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("ImageStore:MaxBytes", "1024"));

        JsonNode answer = await factory.Client.Post(
            "/predict",
            HttpCalls.Files(
                ("small", Pictures.Red), ("large", Pictures.Plain(SkiaSharp.SKColors.Red, 400, 400, SkiaSharp.SKEncodedImageFormat.Jpeg))))
                    .Json();

        Assert.NotNull(answer["results"]![0]!["id"]);
        Assert.Null(answer["results"]![1]!["id"]);
    }

    private static async Task<string> PredictAsync(ApiFactory factory) =>
        (await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json())["results"]![0]!.Text("id");

    private sealed class ManualTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Advance(TimeSpan by) => _now += by;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
