using System.Globalization;

namespace Fovea.Bench.LoadTables;

/// <summary>The measurements of bench/load/run.sh: tab-separated files in one folder.</summary>
internal sealed record LoadSamples(IReadOnlyList<LoadSample> Loads, IReadOnlyList<StartSample> Starts, IReadOnlyList<MemorySample> Memories)
{
    /// <summary>The services to compare Fovea with: another build if there is one, else the settings of the baseline.</summary>
    public IReadOnlyList<string> Rivals { get; } =
        Loads.Any(s => s.Service == Services.Other) || Starts.Any(s => s.Service == Services.Other) ? [Services.Other] : Services.Baseline;

    /// <summary>Reads <c>loads.tsv</c>, <c>starts.tsv</c> and <c>memory.tsv</c>; a missing file has no samples.</summary>
    /// <exception cref="ArgumentException">A line has another format.</exception>
    public static LoadSamples Read(string folder) => new(
        Lines(
            folder, "loads.tsv", 9,
            f => new LoadSample(f[0], f[1], Whole(f[2]), Whole(f[3]), Number(f[4]), Number(f[5]), Number(f[6]), Whole(f[7]), Whole(f[8]))),
        Lines(folder, "starts.tsv", 3, f => new StartSample(f[0], f[1], Number(f[2]))),
        Lines(folder, "memory.tsv", 4, f => new MemorySample(f[0], f[1], Number(f[2]) / 1024, Number(f[3]) / 1024)));

    private static List<T> Lines<T>(string folder, string name, int fields, Func<string[], T> read)
    {
        string path = Path.Combine(folder, name);
        var samples = new List<T>();
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            string[] found = line.Split('\t');
            try
            {
                samples.Add(found.Length == fields ? read(found) : throw new FormatException($"it has {found.Length} fields"));
            }
            catch (FormatException error)
            {
                throw new ArgumentException(
                    $"'{name}': the line '{line}' cannot be read ({error.Message}); expected are {fields} fields, separated by tabs.",
                    error);
            }
        }

        return samples;
    }

    private static int Whole(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <summary>One service under one number of connections in one round.</summary>
/// <param name="Service"><see cref="Services.Fovea"/>, another build, or a setting of the baseline.</param>
/// <param name="P50">The median latency in milliseconds.</param>
/// <param name="P99">The latency that 99% of the requests did not exceed, in milliseconds.</param>
/// <param name="Refused">Answers that were neither 2xx nor 3xx.</param>
/// <param name="Broken">Requests without an answer: connecting, reading or writing failed, or timed out.</param>
internal sealed record LoadSample(
    string Model, string Service, int Connections, int Round, double RequestsPerSecond, double P50, double P99, int Refused, int Broken);

/// <summary>The time from the start of a process to its first answer of 200, in milliseconds.</summary>
internal sealed record StartSample(string Model, string Service, double Milliseconds);

/// <summary>Resident memory and peak resident memory after all load of one model, in MiB.</summary>
internal sealed record MemorySample(string Model, string Service, double Resident, double Peak);

/// <summary>The names of the services in the files.</summary>
internal static class Services
{
    public const string Fovea = "fovea";

    /// <summary>Another build of Fovea.</summary>
    public const string Other = "other";

    /// <summary>The baseline with all cores for one run, and with one.</summary>
    public static IReadOnlyList<string> Baseline { get; } = ["baseline-default", "baseline-one"];
}
