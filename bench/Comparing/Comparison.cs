using System.Globalization;
using Fovea.Bench.Statistics;

namespace Fovea.Bench.Comparing;

/// <summary>One network at one number of threads and one batch: the times of all rounds, in milliseconds per run.</summary>
/// <param name="Difference">The largest difference between the outputs, relative to their range.</param>
/// <param name="AllowedDifference">The largest that is not wrong.</param>
internal sealed record Comparison(string Network, int Threads, int Batch, double[] Fovea, double[] OnnxRuntime, double Difference, double AllowedDifference)
{
    public double FoveaPerImage => Summary.Median(Fovea) / Batch;

    public double OnnxRuntimePerImage => Summary.Median(OnnxRuntime) / Batch;

    /// <summary>How many times faster Fovea is.</summary>
    public double Ratio => OnnxRuntimePerImage / FoveaPerImage;

    public bool Agrees => Difference <= AllowedDifference;

    /// <summary>Slowest round over fastest round, of the rival that varies more: far from 1 the machine was not quiet.</summary>
    public double Spread => Math.Max(Fovea.Max() / Fovea.Min(), OnnxRuntime.Max() / OnnxRuntime.Min());

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Network} threads {Threads} batch {Batch}: Fovea {FoveaPerImage:F2} ms, ONNX Runtime {OnnxRuntimePerImage:F2} ms, ratio {Ratio:F2}, spread {Spread:F2}, difference {Difference:G2}");
}
