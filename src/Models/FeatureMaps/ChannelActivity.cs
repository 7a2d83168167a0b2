namespace Fovea.Models.FeatureMaps;

/// <summary>How active one channel of a feature map is, over its finite values.</summary>
/// <param name="Strength">The mean of the absolute values; 0 where none is finite.</param>
/// <param name="Variance">The population variance; 0 where none is finite.</param>
/// <param name="Sparsity">The share of values that are exactly zero.</param>
/// <param name="Dead">Whether all values are equal.</param>
public readonly record struct ChannelActivity(double Strength, double Variance, double Sparsity, bool Dead)
{
    /// <summary>Computes it in double precision, in two passes.</summary>
    public static ChannelActivity Of(ReadOnlySpan<float> values)
    {
        double sum = 0, absolute = 0;
        int finite = 0, zeros = 0;
        bool dead = true;
        foreach (float value in values)
        {
            dead &= value.Equals(values[0]);
            if (!float.IsFinite(value))
                continue;
            finite++;
            sum += value;
            absolute += Math.Abs(value);
            zeros += value == 0 ? 1 : 0;
        }

        if (finite == 0)
            return new ChannelActivity(0, 0, 0, dead);
        double mean = sum / finite, squares = 0;
        foreach (float value in values)
            squares += float.IsFinite(value) ? (value - mean) * (value - mean) : 0;
        return new ChannelActivity(absolute / finite, squares / finite, (double)zeros / values.Length, dead);
    }
}
