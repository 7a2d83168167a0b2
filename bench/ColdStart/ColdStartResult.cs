using System.Globalization;

namespace Fovea.Bench.ColdStart;

/// <summary>The measurements of one process that loads one model.</summary>
/// <param name="OpenMilliseconds">Reading the file into a model; for ONNX Runtime, creating the session.</param>
/// <param name="CompileMilliseconds">Compiling the plan; 0 for ONNX Runtime, whose session includes it.</param>
/// <param name="RunMilliseconds">The first run.</param>
/// <param name="PeakBytes">The peak resident memory of the process (VmHWM).</param>
/// <param name="Checksum">The sum of the absolute values of the output, to check that both engines computed the same.</param>
internal sealed record ColdStartResult(
    double OpenMilliseconds, double CompileMilliseconds, double RunMilliseconds, long PeakBytes, double Checksum)
{
    private const string Status = "/proc/self/status";

    /// <summary>From the request to load the file to the first answer.</summary>
    public double Milliseconds => OpenMilliseconds + CompileMilliseconds + RunMilliseconds;

    /// <summary>Milliseconds from the start of the process to its end, measured by the parent process.</summary>
    public double ProcessMilliseconds { get; init; }

    /// <summary>The line that the process prints.</summary>
    public string Line =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"loaded {OpenMilliseconds:R} {CompileMilliseconds:R} {RunMilliseconds:R} {PeakBytes} {Checksum:R}");

    /// <exception cref="InvalidOperationException">No line of the output is a result.</exception>
    public static ColdStartResult Parse(string output)
    {
        string line = output.Split('\n').LastOrDefault(l => l.StartsWith("loaded ", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"A process that loads a model printed no result: {output}");
        string[] parts = line.Split(' ');
        return new ColdStartResult(Number(1), Number(2), Number(3), long.Parse(parts[4], CultureInfo.InvariantCulture), Number(5));

        double Number(int part) => double.Parse(parts[part], CultureInfo.InvariantCulture);
    }

    /// <summary>The peak resident memory of this process.</summary>
    public static long PeakOfThisProcess()
    {
        if (!File.Exists(Status))
            return Environment.WorkingSet;
        string line = File.ReadLines(Status).First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
