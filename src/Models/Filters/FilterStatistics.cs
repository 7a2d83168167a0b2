using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Filters;

/// <summary>Statistics of one filter, or of all weights, over their finite values; null where none is finite.</summary>
/// <param name="Values">Minimum, maximum, mean and standard deviation.</param>
/// <param name="Norm">The square root of the sum of the squares.</param>
public readonly record struct FilterStatistics(ChannelStatistics Values, double Norm)
{
    /// <summary>Computes them in double precision.</summary>
    public static FilterStatistics Of(int index, ReadOnlySpan<float> values)
    {
        double squares = 0;
        foreach (float value in values)
            squares += float.IsFinite(value) ? (double)value * value : 0;
        return new FilterStatistics(ChannelStatistics.Of(index, values), Math.Sqrt(squares));
    }
}
