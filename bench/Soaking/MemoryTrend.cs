using Fovea.Bench.Statistics;

namespace Fovea.Bench.Soaking;

/// <summary>
/// Decides whether resident memory still grows in the second half of a run. That half is divided into windows, whose medians ignore garbage
/// collections and short peaks. The growth is the Theil-Sen slope through these medians, which is the median of the slopes between all
/// pairs (Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968) and robust against outliers.
/// </summary>
internal sealed record MemoryTrend
{
    /// <summary>The growth over the second half, in MiB, that always counts as noise.</summary>
    public const double AllowedMebibytes = 16;

    /// <summary>The fraction of the level that counts as noise, if that is more.</summary>
    public const double AllowedPart = 0.05;

    private const int Windows = 10;

    private MemoryTrend(double level, double growth) => (Level, Growth) = (level, growth);

    /// <summary>The median of the second half, in MiB.</summary>
    public double Level { get; }

    /// <summary>The growth over the second half according to the slope, in MiB; negative if memory shrank.</summary>
    public double Growth { get; }

    /// <summary>The largest growth that counts as flat, in MiB.</summary>
    public double Allowed => Math.Max(AllowedMebibytes, AllowedPart * Level);

    public bool IsFlat => Growth <= Allowed;

    /// <summary>Computes the trend of readings in chronological order.</summary>
    /// <exception cref="ArgumentException">The second half has fewer samples than windows.</exception>
    public static MemoryTrend Of(IReadOnlyList<MemoryReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        double middle = readings.Count == 0 ? 0 : (readings[0].Seconds + readings[^1].Seconds) / 2;
        MemoryReading[] half = [.. readings.Where(r => r.Seconds >= middle)];
        if (half.Length < Windows)
            throw new ArgumentException(
                $"The second half has {half.Length} readings of memory; at least {Windows} are needed.", nameof(readings));

        (double Time, double Level)[] medians = [.. Enumerable.Range(0, Windows).Select(w => Window(half, w))];
        var slopes = new List<double>();
        for (int a = 0; a < medians.Length; a++)
        {
            for (int b = a + 1; b < medians.Length; b++)
                slopes.Add((medians[b].Level - medians[a].Level) / (medians[b].Time - medians[a].Time));
        }

        return new MemoryTrend(
            Summary.Median(half.Select(r => r.Mebibytes)), Summary.Median(slopes) * (half[^1].Seconds - half[0].Seconds));
    }

    private static (double Time, double Level) Window(MemoryReading[] half, int window)
    {
        MemoryReading[] part = half[(window * half.Length / Windows)..((window + 1) * half.Length / Windows)];
        return (part.Average(r => r.Seconds), Summary.Median(part.Select(r => r.Mebibytes)));
    }
}

/// <summary>Resident memory at a time since the start.</summary>
internal readonly record struct MemoryReading(double Seconds, double Mebibytes);
