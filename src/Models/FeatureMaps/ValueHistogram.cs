namespace Fovea.Models.FeatureMaps;

/// <summary>How the finite values of a channel are distributed over bins of one width.</summary>
/// <param name="Min">The smallest value, where the first bin begins.</param>
/// <param name="Max">The largest value, where the last bin ends.</param>
/// <param name="Counts">How many values are in each of the <see cref="Bins"/> bins.</param>
public sealed record ValueHistogram(float Min, float Max, IReadOnlyList<int> Counts)
{
    /// <summary>The number of bins.</summary>
    public const int Bins = 32;

    /// <summary>Counts values; null where none is finite. Where all are equal they are in the first bin.</summary>
    public static ValueHistogram? Of(ReadOnlySpan<float> values)
    {
        var statistics = ChannelStatistics.Of(0, values);
        if (statistics is not { Min: { } min, Max: { } max })
            return null;
        int[] counts = new int[Bins];
        double width = ((double)max - min) / Bins;
        foreach (float value in values)
        {
            if (float.IsFinite(value))
                counts[width > 0 ? Math.Min(Bins - 1, (int)((value - (double)min) / width)) : 0]++;
        }

        return new ValueHistogram(min, max, counts);
    }
}
