namespace Fovea.Models.FeatureMaps;

/// <summary>
/// Statistics of one channel of a feature map over its finite values, accumulated in double precision. Minimum, maximum, mean and standard
/// deviation are null where no value is finite.
/// </summary>
/// <param name="Index">The channel.</param>
/// <param name="Min">The smallest finite value.</param>
/// <param name="Max">The largest finite value.</param>
/// <param name="Mean">The arithmetic mean of the finite values.</param>
/// <param name="Std">The population standard deviation of the finite values (divided by their number).</param>
/// <param name="Zeros">How many values are exactly zero (of either sign).</param>
/// <param name="NonFinite">How many values are infinite or not a number.</param>
public readonly record struct ChannelStatistics(int Index, float? Min, float? Max, double? Mean, double? Std, int Zeros, int NonFinite)
{
    /// <summary>Computes the statistics in two passes: the mean first, then the squared deviations from it.</summary>
    public static ChannelStatistics Of(int index, ReadOnlySpan<float> values)
    {
        var sums = ValueSums.Of(values);
        if (sums.Finite == 0)
            return new ChannelStatistics(index, null, null, null, null, 0, values.Length);
        double deviation = Math.Sqrt(ValueSums.Squares(values, sums.Mean) / sums.Finite);
        return new ChannelStatistics(index, sums.Min, sums.Max, sums.Mean, deviation, sums.Zeros, values.Length - sums.Finite);
    }
}
