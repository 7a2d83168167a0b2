using System.Globalization;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Soaking;

/// <summary>The markdown tables of a soak, and the verdict.</summary>
internal sealed class SoakReport(
    SoakOptions options, double capacity, SoakTally tally, MemoryTrend trend, IReadOnlyList<MemoryReading> readings, TimeSpan slowestProbe)
{
    private const int Tenths = 10;

    public bool Holds => options.Judgement switch
    {
        SoakJudgement.Leak => !trend.IsFlat,
        SoakJudgement.Memory => trend.IsFlat,
        _ => trend.IsFlat && tally.FaultCount == 0 && tally.Counts.Any(c => c.Kind == "answer of 200"),
    };

    public void Write(TextWriter writer)
    {
        writer.WriteLine(Text($"""
            {options.Duration.TotalMinutes:0.##} minutes at {options.Overload * capacity:F0} requests/s, {options.Overload:0.##} times the capacity of {capacity:F0} requests/s; models {string.Join(", ", options.Names)}.

            | what | outcome | count |
            |---|---|---:|
            """));
        foreach ((string kind, string outcome, long count) in tally.Counts)
            writer.WriteLine(Text($"| {kind} | {outcome} | {count} |"));
        writer.WriteLine(Text($"""

            Slowest readiness probe: {slowestProbe.TotalMilliseconds:F0} ms.

            | resident memory, tenths of the run | {string.Join(" | ", Enumerable.Range(1, Tenths))} |
            |---|{string.Concat(Enumerable.Repeat("---:|", Tenths))}
            | median, MiB | {string.Join(" | ", Medians())} |

            Memory in the second half: {trend.Level:F0} MiB, growth {trend.Growth:F1} MiB along the slope (allowed {trend.Allowed:F1}): {(trend.IsFlat ? "flat" : "growing")}.
            """));
        if (options.Judgement == SoakJudgement.All)
            writer.WriteLine(Text($"Faults: {tally.FaultCount}."));
        foreach (string fault in options.Judgement == SoakJudgement.All ? tally.Faults : [])
            writer.WriteLine($"- {fault}");
        writer.WriteLine($"{Environment.NewLine}**{Verdict()}**");
    }

    private IEnumerable<string> Medians() => Enumerable.Range(0, Tenths)
        .Select(
            i => readings.Skip(i * readings.Count / Tenths).Take((i + 1) * readings.Count / Tenths - i * readings.Count / Tenths)
                .Select(r => r.Mebibytes).ToArray())
        .Select(tenth => tenth.Length == 0 ? "" : Text($"{Summary.Median(tenth):F0}"));

    private string Verdict() => (options.Judgement, Holds) switch
    {
        (SoakJudgement.Leak, true) => "The planted leak was found.",
        (SoakJudgement.Leak, false) => "The planted leak was not found: the check of the memory is worth nothing.",
        (_, true) => "Everything held.",
        (_, false) => "Something did not hold.",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
