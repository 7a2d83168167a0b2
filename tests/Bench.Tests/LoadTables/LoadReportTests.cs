using Fovea.Bench.LoadTables;

namespace Fovea.Bench.Tests.LoadTables;

public sealed class LoadReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fovea-serving").FullName;

    [Fact]
    public void Fovea_is_held_against_the_better_setting_of_the_baseline_at_each_point()
    {
        LoadSamples samples = Read(loads: """
            net	fovea	1	1	120	8	9	0	0
            net	baseline-default	1	1	100	9	18	0	0
            net	baseline-one	1	1	60	15	16	0	0
            net	fovea	16	1	200	70	90	0	0
            net	baseline-default	16	1	80	180	300	0	0
            net	baseline-one	16	1	160	95	135	0	0
            """);
        var lone = new LoadPoint("net", 1, samples);
        var busy = new LoadPoint("net", 16, samples);
        Assert.Equal((1.2, 2.0), (lone.Ratio, lone.TailRatio));
        Assert.Equal((1.25, 1.5), (busy.Ratio, busy.TailRatio));
        Assert.Equal((80, 160), (busy.Rivals[0].RequestsPerSecond, busy.Rivals[1].RequestsPerSecond));
    }

    [Fact]
    public void Medians_over_the_rounds_leave_a_disturbed_one_out()
    {
        LoadSamples samples = Read(loads: """
            net	fovea	2	1	150	12	20	0	0
            net	fovea	2	2	15	120	900	0	0
            net	fovea	2	3	154	12	22	0	0
            net	baseline-default	2	1	50	1	1	0	0
            net	baseline-one	2	1	100	20	44	0	0
            """);
        var point = new LoadPoint("net", 2, samples);
        Assert.Equal((150, 12, 22), (point.Fovea.RequestsPerSecond, point.Fovea.P50, point.Fovea.P99));
        Assert.Equal((1.5, 2.0), (point.Ratio, point.TailRatio));
        Assert.Equal(154.0 / 15, point.Fovea.Spread);
    }

    [Fact]
    public void The_tables_show_points_means_starts_and_memory()
    {
        string text = Write(Read(
            loads: """
                net	fovea	1	1	100	8	9	0	0
                net	baseline-default	1	1	100	9	18	0	0
                net	baseline-one	1	1	60	15	16	0	0
                net	fovea	2	1	200	10	20	0	0
                net	baseline-default	2	1	50	9	18	0	0
                net	baseline-one	2	1	100	20	40	0	0
                other	fovea	2	1	80	25	50	0	0
                other	baseline-default	2	1	10	25	50	0	0
                other	baseline-one	2	1	10	20	40	0	0
                """,
            starts: """
                net	fovea	300
                net	fovea	500
                net	fovea	310
                net	baseline-one	700
                """,
            memory: "net\tfovea\t204800\t307200"));
        Assert.Contains("| 2 | 200.0 | 50.0, 100.0 | 2.00 | 10.0 / 20.0 | 20.0 / 40.0 | 2.00 | 1.00 / 1.00 |", text);
        // Of 2 and 8 at two connections; the lone one is not concurrent.
        Assert.Contains("| **2 and more** | 4.00 | 1.41 | 2.00 (net), 1.00 (other) |", text);
        Assert.Contains("| net | 310 | 700 | 200 |  | 300 |  |", text);
        Assert.Contains("Every request of every round was answered with 2xx.", text);
    }

    [Fact]
    public void Another_build_replaces_the_baseline()
    {
        string text = Write(Read(
            loads: """
                net	fovea	1	1	105	8	10	0	0
                net	other	1	1	100	9	20	0	0
                """,
            starts: """
                digits	fovea	200
                digits	other	250
                """));
        Assert.Contains("| other build | ratio |", text);
        Assert.Contains("| 1 | 105.0 | 100.0 | 1.05 | 8.0 / 10.0 | 9.0 / 20.0 | 2.00 | 1.00 / 1.00 |", text);
        Assert.Contains("| digits | 200 | 250 |", text);
        Assert.DoesNotContain("baseline", text);
    }

    [Fact]
    public void Requests_that_were_refused_or_lost_are_named()
    {
        string text = Write(Read(loads: """
            net	fovea	64	2	100	8	9	3	1
            net	baseline-default	64	2	100	9	18	0	0
            net	baseline-one	64	2	60	15	16	0	0
            """));
        Assert.Contains("fovea, net, 64 connections, round 2: 3 refused, 1 without an answer", text);
        Assert.DoesNotContain("Every request", text);
    }

    [Theory]
    [InlineData("net\tfovea\t1\t1\t100\t8\t9\t0")]
    [InlineData("net\tfovea\tmany\t1\t100\t8\t9\t0\t0")]
    public void A_line_that_cannot_be_read_is_shown(string line)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Read(loads: line));
        Assert.Contains("loads.tsv", error.Message);
        Assert.Contains(line, error.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Write(LoadSamples samples)
    {
        var writer = new StringWriter();
        new LoadReport(samples).Write(writer);
        return writer.ToString();
    }

    private LoadSamples Read(string loads, string? starts = null, string? memory = null)
    {
        File.WriteAllText(Path.Combine(_folder, "loads.tsv"), loads);
        if (starts is not null)
            File.WriteAllText(Path.Combine(_folder, "starts.tsv"), starts);
        if (memory is not null)
            File.WriteAllText(Path.Combine(_folder, "memory.tsv"), memory);
        return LoadSamples.Read(_folder);
    }
}
