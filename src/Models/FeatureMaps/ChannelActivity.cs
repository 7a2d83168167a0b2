namespace Fovea.Models.FeatureMaps;

/// <summary>How active one channel of a feature map is, over its finite values.</summary>
/// <param name="Strength">The mean of the absolute values; 0 where none is finite.</param>
/// <param name="Variance">The population variance; 0 where none is finite.</param>
/// <param name="Sparsity">The share of values that are exactly zero.</param>
/// <param name="Dead">Whether the channel says nothing: all its values are equal; a single value is 0.</param>
public readonly record struct ChannelActivity(double Strength, double Variance, double Sparsity, bool Dead)
{
    /// <summary>Computes it in double precision, in two passes.</summary>
    public static ChannelActivity Of(ReadOnlySpan<float> values)
    {
        var sums = ValueSums.Of(values);
        bool dead = values.Length == 1 ? values[0] == 0 : ValueSums.AreEqual(values);
        return sums.Finite == 0
            ? new ChannelActivity(0, 0, 0, dead)
            : new ChannelActivity(
                sums.Strength, ValueSums.Squares(values, sums.Mean) / sums.Finite, (double)sums.Zeros / values.Length, dead);
    }
}
