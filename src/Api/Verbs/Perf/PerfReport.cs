using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Fovea.Api.Verbs.Perf;

/// <summary>What was measured, as a table for people or as JSON for programs. Times are in milliseconds.</summary>
internal static class PerfReport
{
    private static readonly (string Name, double Share)[] Percentiles = [("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99)];

    public static string Text(Measurements measured, PerfArguments arguments, Uri address)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"{address}, {Count(arguments.Connections, "connection")}, {measured.Elapsed.TotalSeconds:0.0} s"));
        text.AppendLine();
        text.AppendLine(Invariant($"requests/s   {Rate(measured),10:0.0}"));
        text.AppendLine(Invariant($"answers      {measured.Latency.Count,10}"));
        text.AppendLine(Invariant($"errors       {measured.Errors.Values.Sum(),10}{Reasons(measured)}"));
        text.AppendLine();
        text.AppendLine($"{"ms",-10}{string.Concat(Percentiles.Select(percentile => $"{percentile.Name,10}"))}{"max",10}");
        text.AppendLine(
            $"{"latency",-10}{string.Concat(Percentiles.Select(percentile => Column(measured.Latency.Percentile(percentile.Share))))}" +
            Column(measured.Latency.Longest));
        foreach ((string stage, LatencyHistogram times) in measured.Stages)
            text.AppendLine($"{stage,-10}{Column(times.Percentile(0.5))}");
        if (measured.Stages.Any())
            text.AppendLine().AppendLine("Below latency: what the server says of itself (Server-Timing), medians.");
        return text.ToString();
    }

    public static string Json(Measurements measured, PerfArguments arguments, Uri address)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("url", address.AbsoluteUri);
            json.WriteString("image", arguments.Image);
            json.WriteNumber("connections", arguments.Connections);
            json.WriteNumber("seconds", Math.Round(measured.Elapsed.TotalSeconds, 3));
            json.WriteNumber("requestsPerSecond", Math.Round(Rate(measured), 3));
            json.WriteNumber("answers", measured.Latency.Count);
            json.WriteStartObject("errors");
            foreach ((string reason, long count) in measured.Errors.OrderBy(error => error.Key, StringComparer.Ordinal))
                json.WriteNumber(reason, count);
            json.WriteEndObject();
            json.WriteStartObject("latencyMilliseconds");
            foreach ((string name, double share) in Percentiles)
                json.WriteNumber(name, Milliseconds(measured.Latency.Percentile(share)));
            json.WriteNumber("max", Milliseconds(measured.Latency.Longest));
            json.WriteEndObject();
            json.WriteStartObject("serverMedianMilliseconds");
            foreach ((string stage, LatencyHistogram times) in measured.Stages)
                json.WriteNumber(stage, Milliseconds(times.Percentile(0.5)));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return $"{Encoding.UTF8.GetString(stream.ToArray())}{Environment.NewLine}";
    }

    private static double Rate(Measurements measured) =>
        measured.Elapsed > TimeSpan.Zero ? measured.Latency.Count / measured.Elapsed.TotalSeconds : 0;

    private static string Reasons(Measurements measured) => measured.Errors.Count == 0
        ? ""
        : $"   ({string.Join(", ", measured.Errors.OrderBy(error => error.Key, StringComparer.Ordinal).Select(
            error => $"{error.Key}: {error.Value}"))})";

    private static string Count(int number, string noun) => Invariant($"{number} {noun}{(number == 1 ? "" : "s")}");

    private static string Column(TimeSpan time) => Invariant($"{time.TotalMilliseconds,10:0.00}");

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
