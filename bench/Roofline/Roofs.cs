using System.Globalization;

namespace Fovea.Bench.Roofline;

/// <summary>The measured limits of the machine, for a number of threads and an instruction set.</summary>
/// <param name="OperationsPerSecond">The peak rate of floating-point operations in registers.</param>
/// <param name="BytesPerSecond">The read bandwidth of each memory level, from the second-level cache outwards.</param>
internal sealed record Roofs(double OperationsPerSecond, IReadOnlyList<(CacheLevel Level, double BytesPerSecond)> BytesPerSecond)
{
    /// <summary>The first memory level that can hold all data of a step.</summary>
    public (CacheLevel Level, double BytesPerSecond) LevelOf(long bytes) => BytesPerSecond.First(level => bytes <= level.Level.Bytes);

    /// <summary>The minimum time of a step: that of its arithmetic or that of its data, whichever is longer.</summary>
    public double Seconds(double operations, long bytes) =>
        Math.Max(operations / OperationsPerSecond, bytes / LevelOf(bytes).BytesPerSecond);

    public override string ToString()
    {
        IEnumerable<string> levels = BytesPerSecond.Select(
            l => string.Create(CultureInfo.InvariantCulture, $"{l.BytesPerSecond / 1e9:F1} GB/s from {l.Level.Name}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"measured peak {OperationsPerSecond / 1e9:F1} GFLOP/s; read bandwidth {string.Join(", ", levels)}");
    }
}
