namespace Fovea.Bench.Statistics;

/// <summary>Summary statistics.</summary>
internal static class Summary
{
    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new InvalidOperationException("There is no median of no values.");
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The geometric mean of positive values.</summary>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
