using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fovea.Api.Tests.Support;
using Fovea.Imaging.Decoding;
using Microsoft.Extensions.DependencyInjection;

namespace Fovea.Api.Tests.Telemetry;

/// <summary>
/// Every metric and label of deploy/grafana/fovea.json exists in a scrape of a service that has seen all kinds of requests.
/// </summary>
[Collection(nameof(TelemetryCollection))]
public sealed partial class DashboardTests
{
    private static readonly HashSet<string> Words = ["sum", "by", "rate", "increase", "histogram_quantile", "label_values"];

    [Fact]
    public async Task The_dashboard_uses_only_what_exists()
    {
        using var decoder = new BlockingDecoder();
        using var models = new TestModels().AddGood();
        await using ApiFactory factory = await ApiFactory.StartLoadedAsync(
            services => services.AddSingleton<IImageDecoder>(decoder), ("Models:Path", models.Folder), ("Batching:Parallelism", "1"),
            ("Batching:MaxQueue", "1"));
        await Scrape.ReadAsync(factory.Client);
        await DriveAsync(factory, decoder);
        Scrape scrape = await Scrape.UntilAsync(
            factory.Client, s => s.Sum("fovea_requests_cancelled_total") > 0 && s.Sum("fovea_requests_failed_total") > 0);
        var labels = scrape.Samples.GroupBy(s => s.Name).ToDictionary(g => g.Key, g => g.SelectMany(s => s.Labels.Keys).ToHashSet());

        string[] queries = [.. Queries(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/fovea.json")))!)];
        Assert.InRange(queries.Length, 15, 200);
        foreach (string query in queries)
            Check(query, labels);
    }

    [Theory]
    [InlineData("rate(fovea_nonsense_total[5m])")]
    [InlineData("sum by (nonsense) (fovea_models)")]
    [InlineData("fovea_models{nonsense=\"1\"}")]
    public void A_name_that_does_not_exist_is_noticed(string query) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check(query, new() { ["fovea_models"] = ["state"] }));

    /// <summary>Answers, a damaged image, a request too many, and a caller who leaves.</summary>
    private static async Task DriveAsync(ApiFactory factory, BlockingDecoder decoder)
    {
        Task<HttpResponseMessage> first = factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red));
        await decoder.WaitUntilEnteredAsync();
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> leaves = factory.Client.PostAsync(
            new Uri("/predict?model=colours", UriKind.Relative), HttpCalls.Image(Pictures.Red), leave.Token);
        await Scrape.UntilAsync(factory.Client, s => s.Sum("fovea_queue_length", ("model", "colours")) == 1);
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.Red))).StatusCode);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        // The server must have noticed before there is a place for the request.
        await Scrape.UntilAsync(factory.Client, s => s.Sum("fovea_queue_length", ("model", "colours")) == 0);
        decoder.LetGo();
        await first.Json();
        await factory.Client.Post("/predict?model=colours", HttpCalls.Image(Pictures.TruncatedJpeg())).Problem(422, "image_corrupt");
        await factory.Client.Post("/featuremaps/block%2Frelu?model=colours", HttpCalls.Image(Pictures.Red)).Json();
    }

    private static IEnumerable<string> Queries(JsonNode dashboard)
    {
        foreach (JsonNode? panel in dashboard["panels"]!.AsArray())
        {
            foreach (JsonNode? target in panel!["targets"]!.AsArray())
                yield return target!["expr"]!.GetValue<string>();
        }

        foreach (JsonNode? variable in dashboard["templating"]!["list"]!.AsArray())
        {
            if (variable!["definition"] is { } definition)
                yield return definition.GetValue<string>();
        }
    }

    private static void Check(string query, Dictionary<string, HashSet<string>> metrics)
    {
        string bare = Text().Replace(query, "\"\"");
        var named = Selector().Matches(bare).Select(m => m.Groups["label"].Value)
            .Concat(
                Grouping().Matches(bare).SelectMany(
                    m => m.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            .Concat(Values().Matches(bare).Select(m => m.Groups["label"].Value)).ToHashSet();
        string without = Range().Replace(Grouping().Replace(Values().Replace(Braces().Replace(bare, ""), "(${metric})"), ""), "");
        string[] used = [.. Word().Matches(without).Select(m => m.Value).Where(word => !Words.Contains(word))];
        Assert.NotEmpty(used);
        foreach (string metric in used)
        {
            Assert.True(
                metrics.TryGetValue(metric, out HashSet<string>? labels),
                $"{query}: there is no metric '{metric}'. There are: {string.Join(' ', metrics.Keys.Order())}");
            Assert.All(
                named,
                label => Assert.True(
                    labels.Contains(label), $"{query}: '{metric}' has no label '{label}'; it has {string.Join(' ', labels)}."));
        }
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex("""(?<label>[a-z_]+)\s*(=~|!~|!=|=)""")]
    private static partial Regex Selector();

    [GeneratedRegex("""\bby\s*\((?<labels>[^)]*)\)""")]
    private static partial Regex Grouping();

    [GeneratedRegex("""\((?<metric>[a-z_]+),\s*(?<label>[a-z_]+)\)""")]
    private static partial Regex Values();

    [GeneratedRegex("""\{[^}]*\}""")]
    private static partial Regex Braces();

    [GeneratedRegex("""\[[^\]]*\]""")]
    private static partial Regex Range();

    [GeneratedRegex("[a-z_]*[a-z][a-z_]*")]
    private static partial Regex Word();
}
