using System.Globalization;

namespace Fovea.Bench.Roofline;

/// <summary>What the machine can do at most, with a number of threads and an instruction set, measured a moment ago.</summary>
/// <param name="OperationsPerSecond">Floating-point operations in registers.</param>
/// <param name="BytesPerSecond">Bytes read, per level of memory, from the second-level cache outwards.</param>
internal sealed record Roofs(double OperationsPerSecond, IReadOnlyList<(CacheLevel Level, double BytesPerSecond)> BytesPerSecond)
{
    /// <summary>The level that the data of a step can be in at best: the first that holds all of it.</summary>
    public (CacheLevel Level, double BytesPerSecond) LevelOf(long bytes) => BytesPerSecond.First(level => bytes <= level.Level.Bytes);

    /// <summary>The least time of work: that of its arithmetic or that of its data, whichever is longer.</summary>
    public double Seconds(double operations, long bytes) => Math.Max(operations / OperationsPerSecond, bytes / LevelOf(bytes).BytesPerSecond);

    public override string ToString()
    {
        IEnumerable<string> levels = BytesPerSecond.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.BytesPerSecond / 1e9:F1} GB/s from {l.Level.Name}"));
        return string.Create(CultureInfo.InvariantCulture, $"measured peak {OperationsPerSecond / 1e9:F1} GFLOP/s; read bandwidth {string.Join(", ", levels)}");
    }
}
