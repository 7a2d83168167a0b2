using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Fovea.Api.Tests.Support;

namespace Fovea.Api.Tests.Telemetry;

/// <summary>What <c>/metrics</c> and the traces say about requests.</summary>
[Collection(nameof(TelemetryCollection))]
public sealed class MetricsTests
{
    private static readonly (string Metric, string[] Reasons)[] Reasons =
    [
        ("fovea_requests_rejected_total", ["overloaded", "queue_timeout", "deadline_exceeded"]),
        ("fovea_requests_cancelled_total", ["waiting", "decoding", "running"]),
        ("fovea_requests_failed_total", ["image", "input", "model", "internal"]),
    ];

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
    public async Task What_was_not_answered_is_counted_from_zero_for_every_reason_of_every_model()
    {
        using var models = new TestModels().Add("first", TestModels.Colours(-1));
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));
        Check(await Scrape.ReadAsync(factory.Client), "digits", "first");

        models.Add("later", TestModels.Colours(-1));
        await Scrape.UntilAsync(factory.Client, s => s.Sum("fovea_models", ("state", "ready")) == 3);
        Check(await Scrape.ReadAsync(factory.Client), "digits", "first", "later");

        static void Check(Scrape scrape, params string[] models)
        {
            foreach ((string metric, string[] reasons) in Reasons)
            {
                Assert.Equal(
                    models.SelectMany(model => reasons.Select(reason => (model, "1", reason, 0.0))).Order(),
                    scrape.Samples.Where(s => s.Name == metric)
                        .Select(s => (s.Labels["model"], s.Labels["version"], s.Labels["reason"], s.Value)).Order());
            }

            Assert.Equal(
                models.Select(model => (model, 0.0)),
                scrape.Samples.Where(s => s.Name == "fovea_model_reloads_failed_total").Select(s => (s.Labels["model"], s.Value)).Order());
            Assert.Equal(0, Assert.Single(scrape.Samples, s => s.Name == "fovea_requests_rate_limited_total").Value);
            Assert.Equal(
                ["failed", "loading", "ready", "unloaded"],
                scrape.Samples.Where(s => s.Name == "fovea_models").Select(s => s.Labels["state"]).Order());
        }
    }

    [Fact]
    public async Task Long_jobs_are_counted_by_kind_and_state()
    {
        using var models = new TestModels().Add("jobs", TestModels.Colours(-1), "red\ngreen\nblue\n");
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            ("Models:Path", models.Folder), ("StyleTransfer:MaxSteps", "100000"));
        Scrape before = await Scrape.ReadAsync(factory.Client);
        Assert.Equal(9, before.Samples.Count(s => s.Name == "fovea_jobs" && s.Value == 0));
        Assert.Equal(9, before.Samples.Count(s => s.Name == "fovea_jobs_ended_total" && s.Value == 0));

        await JobCalls.EndAsync(
            factory.Client, await JobCalls.BeginAsync(factory.Client, "/predict/jobs?model=jobs", HttpCalls.Image(Pictures.Red)));
        string style = (await StyleTransferCalls.BeginAsync(
            factory.Client, "?model=jobs&contentLayers=block%2Fconv&styleLayers=block%2Frelu&steps=100000")).Text("id");
        await StyleTransferCalls.UntilAsync(factory.Client, style, answer => answer.Text("state") == "running");
        JsonNode waiting = await ExplanationCalls.BeginAsync(factory.Client, "?model=jobs");

        await Scrape.UntilAsync(
            factory.Client, s => s.Sum("fovea_jobs_ended_total", ("kind", "prediction"), ("state", "done")) == 1
                && s.Sum("fovea_jobs", ("kind", "style_transfer"), ("state", "running")) == 1
                && s.Sum("fovea_jobs", ("kind", "explanation"), ("state", "waiting")) == 1 && s.Sum("fovea_jobs") == 2);
        await factory.Client.Send(HttpMethod.Delete, waiting.Text("href")).Json();
        await factory.Client.Send(HttpMethod.Delete, $"/style-transfers/{style}").Json();
        await Scrape.UntilAsync(
            factory.Client, s => s.Sum("fovea_jobs") == 0 && s.Sum("fovea_jobs_ended_total") == 3
                && s.Sum("fovea_jobs_ended_total", ("kind", "explanation"), ("state", "cancelled")) == 1
                && s.Sum("fovea_jobs_ended_total", ("kind", "style_transfer"), ("state", "cancelled")) == 1);
    }

    [Fact]
    public async Task Reloads_that_fail_are_counted()
    {
        using var models = new TestModels().Add("net", TestModels.Colours(-1));
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(("Models:Path", models.Folder));

        models.Add("net", TestModels.Colours(-1), "one\n");
        await Scrape.UntilAsync(factory.Client, s => s.Sum("fovea_model_reloads_failed_total", ("model", "net"), ("version", "1")) == 1);
        models.Add("net", TestModels.Colours(-1)[..^40]);
        Scrape scrape = await Scrape.UntilAsync(factory.Client, s => s.Sum("fovea_model_reloads_failed_total", ("model", "net")) == 2);

        Assert.Equal(0, scrape.Sum("fovea_model_reloads_failed_total", ("model", "digits")));
        Assert.Equal(2, scrape.Sum("fovea_models", ("state", "ready")));
    }

    [Fact]
    public async Task Requests_of_a_client_that_sends_too_many_are_counted()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("RateLimit:RequestsPerSecond", "0.02"), ("Security:ApiKey", "a-data-key-0123456789"), ("Security:OpenMetrics", "true"),
            ("RateLimit:Burst", "50"));
        using var other = new HttpClient { BaseAddress = factory.Client.BaseAddress };
        other.DefaultRequestHeaders.Add("X-API-Key", "a-data-key-0123456789");
        int refused = 0;
        for (int i = 0; i < 52; i++)
        {
            using HttpResponseMessage response = await other.Get("/models");
            refused += response.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
        }

        Assert.Equal(2, refused);
        await Scrape.UntilAsync(factory.Client, s => s.Sum("fovea_requests_rate_limited_total") == refused);
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
