using System.Globalization;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Comparing;

/// <summary>
/// The times of Fovea and ONNX Runtime for one network, number of threads and batch size: milliseconds per run in all rounds.
/// </summary>
/// <param name="Difference">The largest difference between the outputs, relative to their range.</param>
/// <param name="AllowedDifference">The largest allowed difference.</param>
internal sealed record Comparison(
    string Network, int Threads, int Batch, double[] Fovea, double[] OnnxRuntime, double Difference, double AllowedDifference)
{
    public double FoveaPerImage => Summary.Median(Fovea) / Batch;

    public double OnnxRuntimePerImage => Summary.Median(OnnxRuntime) / Batch;

    /// <summary>The speed of Fovea relative to ONNX Runtime.</summary>
    public double Ratio => OnnxRuntimePerImage / FoveaPerImage;

    public bool Agrees => Difference <= AllowedDifference;

    /// <summary>
    /// The slowest round over the fastest one, of the engine that varies more; a value far above 1 means that the machine was busy.
    /// </summary>
    public double Spread => Math.Max(Fovea.Max() / Fovea.Min(), OnnxRuntime.Max() / OnnxRuntime.Min());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Network} threads {Threads} batch {Batch}: Fovea {FoveaPerImage:F2} ms, ONNX Runtime {OnnxRuntimePerImage:F2} ms, ratio " +
        $"{Ratio:F2}, spread {Spread:F2}, difference {Difference:G2}");
}
