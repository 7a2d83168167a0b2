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
        float min = float.PositiveInfinity;
        float max = float.NegativeInfinity;
        double sum = 0;
        int finite = 0;
        int zeros = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                continue;
            finite++;
            sum += value;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            if (value == 0)
                zeros++;
        }

        if (finite == 0)
            return new ChannelStatistics(index, null, null, null, null, 0, values.Length);

        double mean = sum / finite;
        double squares = 0;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                continue;
            double deviation = value - mean;
            squares += deviation * deviation;
        }

        return new ChannelStatistics(index, min, max, mean, Math.Sqrt(squares / finite), zeros, values.Length - finite);
    }
}
