using System.Globalization;
using Fovea.Inference.Steps;

namespace Fovea.Bench.Roofline;

/// <summary>The measured limits of the machine, for a number of threads and an instruction set.</summary>
/// <param name="OperationsPerSecond">The peak rate of floating-point operations in registers.</param>
/// <param name="ByteOperationsPerSecond">The peak rate of products of bytes and their sums, by the kernels' tile.</param>
/// <param name="BytesPerSecond">The read bandwidth of each memory level, from the second-level cache outwards.</param>
internal sealed record Roofs(
    double OperationsPerSecond, double ByteOperationsPerSecond, IReadOnlyList<(CacheLevel Level, double BytesPerSecond)> BytesPerSecond)
{
    /// <summary>The peak rate of what a step computes with.</summary>
    public double PeakOf(Step step) => step.MultipliesBytes ? ByteOperationsPerSecond : OperationsPerSecond;

    /// <summary>The first memory level that can hold all data of a step.</summary>
    public (CacheLevel Level, double BytesPerSecond) LevelOf(long bytes) => BytesPerSecond.First(level => bytes <= level.Level.Bytes);

    /// <summary>The minimum time of a step: that of its arithmetic or that of its data, whichever is longer.</summary>
    /// <param name="step">The step.</param>
    /// <param name="bytes">The bytes that it reads and writes.</param>
    public double Seconds(Step step, long bytes) =>
        Math.Max(2.0 * step.PerformedMultiplyAdds / PeakOf(step), bytes / LevelOf(bytes).BytesPerSecond);

    public override string ToString()
    {
        IEnumerable<string> levels = BytesPerSecond.Select(
            l => string.Create(CultureInfo.InvariantCulture, $"{l.BytesPerSecond / 1e9:F1} GB/s from {l.Level.Name}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"measured peak {OperationsPerSecond / 1e9:F1} GFLOP/s, of bytes {ByteOperationsPerSecond / 1e9:F1} GOP/s; " +
            $"read bandwidth {string.Join(", ", levels)}");
    }
}
