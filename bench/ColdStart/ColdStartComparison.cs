using System.Globalization;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.ColdStart;

/// <summary>The results of all rounds for one network, loaded by both engines.</summary>
internal sealed record ColdStartComparison(string Network, long FileBytes, ColdStartResult[] Fovea, ColdStartResult[] OnnxRuntime)
{
    private const double AllowedDifference = 1e-3;

    private const double Mebi = 1024 * 1024;

    public double TimeRatio => Ratio(r => r.Milliseconds);

    public double ProcessRatio => Ratio(r => r.ProcessMilliseconds);

    public double MemoryRatio => Ratio(r => r.PeakBytes);

    public bool Agrees => Math.Abs(Fovea[0].Checksum - OnnxRuntime[0].Checksum) <= AllowedDifference * Math.Abs(OnnxRuntime[0].Checksum);

    /// <summary>The network's row of the table.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {Network} | {FileBytes / Mebi:F0} | {Cell(r => r.Milliseconds, 1)} | {Parts(Fovea)} | {Parts(OnnxRuntime)} | " +
        $"{Cell(r => r.ProcessMilliseconds, 1)} | {Cell(r => r.PeakBytes, Mebi)}{(Agrees ? "" : " WRONG")} |");

    private double Ratio(Func<ColdStartResult, double> of) => Summary.Median(OnnxRuntime.Select(of)) / Summary.Median(Fovea.Select(of));

    // ONNX Runtime has no separate compile time.
    private static string Parts(ColdStartResult[] results)
    {
        double compile = Summary.Median(results.Select(r => r.CompileMilliseconds));
        string middle = compile > 0 ? string.Create(CultureInfo.InvariantCulture, $"{compile:F0} + ") : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Summary.Median(results.Select(r => r.OpenMilliseconds)):F0} + " +
            $"{middle}{Summary.Median(results.Select(r => r.RunMilliseconds)):F0}");
    }

    private string Cell(Func<ColdStartResult, double> of, double unit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Summary.Median(Fovea.Select(of)) / unit:F0} / {Summary.Median(OnnxRuntime.Select(of)) / unit:F0} = {Ratio(of):F2}");
}
