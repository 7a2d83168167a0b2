using System.Globalization;
using System.Text.RegularExpressions;

namespace Fovea.Api.Tests.Telemetry;

/// <summary>
/// An answer of <c>/metrics</c> in Prometheus' text format (https://prometheus.io/docs/instrumenting/exposition_formats).
/// </summary>
internal sealed partial class Scrape
{
    private Scrape(IReadOnlyList<Sample> samples) => Samples = samples;

    public IReadOnlyList<Sample> Samples { get; }

    public static async Task<Scrape> ReadAsync(HttpClient client)
    {
        string text = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return new Scrape([.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Parse)]);
    }

    /// <summary>
    /// Scrapes until a condition holds: an answer is sent before its last figure is counted, and scrapes are kept for a moment.
    /// </summary>
    public static async Task<Scrape> UntilAsync(HttpClient client, Func<Scrape, bool> condition)
    {
        for (DateTime limit = DateTime.UtcNow.AddSeconds(30); ; await Task.Delay(100))
        {
            Scrape scrape = await ReadAsync(client);
            if (condition(scrape))
                return scrape;
            Assert.True(
                DateTime.UtcNow < limit, "The metrics did not become what was expected within 30 s:\n" + string.Join('\n', scrape.Samples));
        }
    }

    /// <summary>The sum of the samples of this name that carry these labels.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) => Samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Label) == label.Value))
        .Sum(sample => sample.Value);

    private static Sample Parse(string line)
    {
        Match match = SampleLine().Match(line);
        Assert.True(match.Success, $"Not a sample: {line}");
        var labels = Label().Matches(match.Groups["labels"].Value).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value);
        return new Sample(
            match.Groups["name"].Value, labels,
            double.Parse(match.Groups["value"].Value.Replace("+Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \S+)?$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(\\.|[^"\\])*)"(,|$)""")]
    private static partial Regex Label();

    internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
    {
        public override string ToString() => $"{Name}{{{string.Join(',', Labels.Select(l => $"{l.Key}={l.Value}"))}}} {Value}";
    }
}
