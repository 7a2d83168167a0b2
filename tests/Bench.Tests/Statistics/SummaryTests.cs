using Fovea.Bench.Statistics;

namespace Fovea.Bench.Tests.Statistics;

public sealed class SummaryTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 3, 100 }, 3.5)]
    public void The_median_is_the_middle(double[] values, double expected) => Assert.Equal(expected, Summary.Median(values));

    [Theory]
    [InlineData(50, 5)]
    [InlineData(99, 10)]
    [InlineData(90, 9)]
    [InlineData(90.1, 10)]
    [InlineData(1, 1)]
    [InlineData(100, 10)]
    public void A_percentile_is_the_nearest_rank(double percent, double expected) =>
        Assert.Equal(expected, Summary.Percentile([7, 2, 9, 4, 10, 1, 3, 8, 5, 6], percent));

    [Fact]
    public void A_percentile_outside_of_0_to_100_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Percentile([1], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Percentile([1], 100.5));
    }

    [Fact]
    public void A_ratio_and_its_inverse_cancel_out() => Assert.Equal(1, Summary.GeometricMean([2, 0.5, 4, 0.25]), 12);

    [Fact]
    public void Nothing_has_no_summary()
    {
        Assert.Throws<InvalidOperationException>(() => Summary.Median([]));
        Assert.Throws<InvalidOperationException>(() => Summary.Percentile([], 50));
        Assert.Throws<InvalidOperationException>(() => Summary.GeometricMean([]));
    }
}
