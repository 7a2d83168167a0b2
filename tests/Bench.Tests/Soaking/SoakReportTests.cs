using Fovea.Bench.Soaking;

namespace Fovea.Bench.Tests.Soaking;

public sealed class SoakReportTests
{
    private static readonly MemoryReading[] Flat = [.. Enumerable.Range(0, 100).Select(t => new MemoryReading(t, 200))];
    private static readonly MemoryReading[] Growing = [.. Enumerable.Range(0, 100).Select(t => new MemoryReading(t, 200 + t))];

    [Theory]
    [InlineData("all", false, true)]
    [InlineData("all", true, false)]
    [InlineData("memory", false, true)]
    [InlineData("memory", true, false)]
    [InlineData("leak", false, false)]
    [InlineData("leak", true, true)]
    public void The_verdict_follows_the_memory(string judge, bool growing, bool holds) =>
        Assert.Equal(holds, Report(judge, growing ? Growing : Flat, Answered()).Holds);

    [Fact]
    public void One_fault_fails_the_soak_and_is_shown()
    {
        SoakTally tally = Answered();
        tally.Fault("answered 500: oops");
        SoakReport report = Report("all", Flat, tally);
        Assert.False(report.Holds);
        Assert.Contains("- answered 500: oops", Write(report));
    }

    [Fact]
    public void A_soak_without_a_single_answer_shows_nothing() => Assert.False(Report("all", Flat, new SoakTally()).Holds);

    [Fact]
    public void The_tables_show_counts_and_memory()
    {
        string text = Write(Report("all", Growing, Answered()));
        Assert.Contains("400 requests/s, 4 times the capacity of 100 requests/s", text);
        Assert.Contains("| answer of 200 | equal to the lone request's | 1 |", text);
        Assert.Contains("| median, MiB | 204 | 214 | 224 | 234 | 244 | 254 | 264 | 274 | 284 | 294 |", text);
        Assert.Contains("growth 49.0 MiB along the slope (allowed 16.0): growing", text);
        Assert.Contains("**Something did not hold.**", text);
    }

    private static SoakTally Answered()
    {
        var tally = new SoakTally();
        tally.Count("answer of 200", "equal to the lone request's");
        return tally;
    }

    private static SoakReport Report(string judge, MemoryReading[] readings, SoakTally tally) => new(
        SoakOptions.Read(
            new Arguments(["soak", "--url", "http://localhost:1", "--pid", "1", "--names", "net", "--minutes", "20", "--judge", judge])),
        capacity: 100, tally, MemoryTrend.Of(readings), readings, TimeSpan.FromMilliseconds(5));

    private static string Write(SoakReport report)
    {
        var writer = new StringWriter();
        report.Write(writer);
        return writer.ToString();
    }
}
