namespace Fovea.Bench.Statistics;

/// <summary>What a series of figures comes to.</summary>
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

    /// <summary>The smallest value that at least this percentage of the values does not exceed (the nearest rank).</summary>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The percentage is not above 0 and at most 100.</exception>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        if (percent is not (> 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile lies above 0 and at most at 100.");
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new InvalidOperationException("There is no percentile of no values.");
        return sorted[(int)Math.Ceiling(percent / 100 * sorted.Length) - 1];
    }

    /// <summary>The geometric mean of positive values.</summary>
    /// <exception cref="InvalidOperationException">There are no values.</exception>
    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
