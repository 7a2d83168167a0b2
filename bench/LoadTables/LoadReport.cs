using System.Globalization;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.LoadTables;

/// <summary>The markdown tables of bench/load/run.sh: one per model, then start and memory, then the means.</summary>
internal sealed class LoadReport(LoadSamples samples)
{
    /// <summary>The lowest number of connections that the overall means include: the first at which requests compete.</summary>
    private const int MinConcurrent = 2;

    private readonly List<LoadPoint> _points =
    [
        .. samples.Loads.Select(s => (s.Model, s.Connections)).Distinct().Select(p => new LoadPoint(p.Model, p.Connections, samples)),
    ];

    private readonly string _rival = samples.Rivals is [Services.Other] ? "other build" : "baseline";

    private string Rivals => samples.Rivals is [Services.Other] ? _rival : $"{_rival}: default threads, one per request";

    public void Write(TextWriter writer)
    {
        foreach (string model in samples.Loads.Select(s => s.Model).Distinct())
            WriteModel(writer, model);
        WriteMeans(writer);
        WriteStartAndMemory(writer);
        WriteFailures(writer);
    }

    private void WriteModel(TextWriter writer, string model)
    {
        writer.WriteLine($"""
            ### {model}

            | connections | Fovea, requests/s | {Rivals} | ratio | Fovea p50 / p99, ms | {_rival} p50 / p99, ms | p99 ratio | spread F / {char.ToUpperInvariant(_rival[0])} |
            |---:|---:|---:|---:|---:|---:|---:|---:|
            """);
        foreach (LoadPoint point in _points.Where(p => p.Model == model).OrderBy(p => p.Connections))
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {point.Connections} | {point.Fovea.RequestsPerSecond:F1} | " +
                $"{string.Join(", ", point.Rivals.Select(s => Text($"{s.RequestsPerSecond:F1}")))} | {point.Ratio:F2} | " +
                $"{point.Fovea.P50:F1} / {point.Fovea.P99:F1} | {point.Best.P50:F1} / {point.Best.P99:F1} | {point.TailRatio:F2} | " +
                $"{point.Fovea.Spread:F2} / {point.Best.Spread:F2} |"));
        }

        writer.WriteLine();
    }

    private void WriteMeans(TextWriter writer)
    {
        if (_points.Count == 0)
            return;
        writer.WriteLine("""
            ### Geometric means of the ratios

            | connections | requests/s | p99 | lowest of a model: requests/s, p99 |
            |---:|---:|---:|---|
            """);
        foreach (IGrouping<int, LoadPoint> points in _points.GroupBy(p => p.Connections).OrderBy(g => g.Key))
            writer.WriteLine(Means(points.Key.ToString(CultureInfo.InvariantCulture), [.. points]));
        LoadPoint[] concurrent = [.. _points.Where(p => p.Connections >= MinConcurrent)];
        if (concurrent.Length > 0)
            writer.WriteLine(Means($"**{MinConcurrent} and more**", concurrent));
        writer.WriteLine();
    }

    private static string Means(string connections, IReadOnlyList<LoadPoint> points)
    {
        LoadPoint slowest = points.MinBy(p => p.Ratio)!;
        LoadPoint longest = points.MinBy(p => p.TailRatio)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {connections} | {Summary.GeometricMean(points.Select(p => p.Ratio)):F2} | " +
            $"{Summary.GeometricMean(points.Select(p => p.TailRatio)):F2} | {slowest.Ratio:F2} ({slowest.Model}), " +
            $"{longest.TailRatio:F2} ({longest.Model}) |");
    }

    private void WriteStartAndMemory(TextWriter writer)
    {
        writer.WriteLine($"""
            ### Start and memory

            | model | start to first answer, ms: Fovea | {_rival} | resident after load, MiB: Fovea | {_rival} | most resident, MiB: Fovea | {_rival} |
            |---|---:|---:|---:|---:|---:|---:|
            """);
        foreach (string model in samples.Starts.Select(s => s.Model).Union(samples.Memories.Select(s => s.Model)))
        {
            writer.WriteLine(
                $"| {model} | {Start(model, [Services.Fovea])} | {Start(model, samples.Rivals)} | " +
                $"{Memory(model, [Services.Fovea], m => m.Resident)} | {Memory(model, samples.Rivals, m => m.Resident)} | " +
                $"{Memory(model, [Services.Fovea], m => m.Peak)} | {Memory(model, samples.Rivals, m => m.Peak)} |");
        }

        writer.WriteLine();
    }

    private string Start(string model, IEnumerable<string> services) => string.Join(", ", services
        .Select(service => samples.Starts.Where(s => s.Model == model && s.Service == service).Select(s => s.Milliseconds).ToArray())
        .Where(times => times.Length > 0)
        .Select(times => Text($"{Summary.Median(times):F0}")));

    private string Memory(string model, IEnumerable<string> services, Func<MemorySample, double> of) => string.Join(", ", services
        .Select(service => samples.Memories.Where(s => s.Model == model && s.Service == service).Select(of).ToArray())
        .Where(values => values.Length > 0)
        .Select(values => Text($"{Summary.Median(values):F0}")));

    private void WriteFailures(TextWriter writer)
    {
        LoadSample[] failing = [.. samples.Loads.Where(s => s.Refused + s.Broken > 0)];
        writer.WriteLine(failing.Length == 0
            ? "Every request of every round was answered with 2xx."
            : "Requests that were not answered with 2xx: " +
            $"{string.Join("; ", failing.Select(s => $"{s.Service}, {s.Model}, {s.Connections} connections, round {s.Round}: " +
            $"{s.Refused} refused, {s.Broken} without an answer"))}.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
