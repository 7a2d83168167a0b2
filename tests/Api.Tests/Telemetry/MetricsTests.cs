using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Telemetry;

/// <summary>What <c>/metrics</c> and the traces say about requests.</summary>
[Collection(nameof(TelemetryCollection))]
public sealed class MetricsTests
{
    [Fact]
    public async Task Requests_are_counted_per_model_and_version_and_stage()
    {
        using var models = new TestModels().Add("counted", TestModels.Colours(-1), "red\ngreen\nblue\n");
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        await Scrape.ReadAsync(factory.Client);
        const int Requests = 5;
        for (int i = 0; i < Requests; i++)
            await factory.Client.Post("/predict?model=counted", HttpCalls.Files(("a.png", Pictures.Red), ("b.png", Pictures.Lime))).Json();
        await factory.Client.Post("/predict?model=counted", HttpCalls.Image(Pictures.TruncatedJpeg())).Problem(422, "image_corrupt");

        (string, string)[] one = [("model", "counted"), ("version", "1")];
        Scrape scrape = await Scrape.UntilAsync(
            factory.Client, s => s.Sum("fovea_requests_failed_total", [.. one, ("reason", "image")]) == 1);

        foreach (string stage in new[] { "request", "queue", "decode", "preprocess", "compute" })
        {
            Assert.Equal(Requests, scrape.Sum($"fovea_{stage}_duration_seconds_count", one));
            Assert.Equal(Requests, scrape.Sum($"fovea_{stage}_duration_seconds_bucket", [.. one, ("le", "+Inf")]));
            Assert.InRange(scrape.Sum($"fovea_{stage}_duration_seconds_sum", one), 0, 60);
        }

        Assert.True(scrape.Sum("fovea_request_duration_seconds_sum", one) >= scrape.Sum("fovea_compute_duration_seconds_sum", one));
        Assert.Equal(2 * Requests, scrape.Sum("fovea_batch_size_sum", one));
        Assert.Equal(0, scrape.Sum("fovea_queue_length", one));
        Assert.True(scrape.Sum("fovea_model_weights_bytes", one) > 0);
        Assert.True(scrape.Sum("fovea_arena_pooled_bytes") > 0);
    }

    [Fact]
    public async Task Metrics_can_be_switched_off()
    {
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Telemetry:Prometheus", "false"));
        Assert.Equal(HttpStatusCode.NotFound, (await factory.Client.Get("/metrics")).StatusCode);
    }

    [Fact]
    public async Task A_trace_has_a_span_per_stage_below_the_requests_own()
    {
        var spans = new ConcurrentBag<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Fovea" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        using var models = new TestModels().Add("traced", TestModels.Colours(-1), "red\ngreen\nblue\n");
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        await factory.Client.Post("/predict?model=traced", HttpCalls.Image(Pictures.Red)).Json();

        Activity[] stages =
        [
            .. spans.Where(span => Equals(span.GetTagItem("model"), "traced")).OrderBy(span => span.StartTimeUtc)
                .ThenBy(span => span.Duration),
        ];
        Assert.Equal(["batch", "compute", "decode", "preprocess", "queue"], stages.Select(span => span.OperationName).Order());
        Assert.Single(stages.Select(span => span.TraceId).Distinct());
        Assert.All(stages, span => Assert.NotEqual(default, span.ParentSpanId));
        Assert.All(stages, span => Assert.InRange(span.Duration, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        Assert.Equal(1, stages.Single(span => span.OperationName == "compute").GetTagItem("batch.size"));
    }
}
