using Fovea.Bench.Statistics;

namespace Fovea.Bench.Tests.Statistics;

public sealed class SummaryTests
{
    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 3, 100 }, 3.5)]
    public void The_median_is_the_middle(double[] values, double expected) => Assert.Equal(expected, Summary.Median(values));

    [Fact]
    public void A_ratio_and_its_inverse_cancel_out() => Assert.Equal(1, Summary.GeometricMean([2, 0.5, 4, 0.25]), 12);

    [Fact]
    public void Nothing_has_no_summary()
    {
        Assert.Throws<InvalidOperationException>(() => Summary.Median([]));
        Assert.Throws<InvalidOperationException>(() => Summary.GeometricMean([]));
    }
}
