using CsCheck;
using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class ChannelStatisticsTests
{
    [Fact]
    public void Counts_zeros_of_either_sign_and_takes_the_population_deviation()
    {
        var statistics = ChannelStatistics.Of(3, [0f, -0f, 2f, -2f, 5f]);

        Assert.Equal(new ChannelStatistics(3, -2, 5, 1, Math.Sqrt((1 + 1 + 1 + 9 + 16) / 5.0), 2, 0), statistics);
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_and_left_out()
    {
        var statistics = ChannelStatistics.Of(0, [float.NaN, 1f, float.PositiveInfinity, 3f, float.NegativeInfinity]);

        Assert.Equal(new ChannelStatistics(0, 1, 3, 2, 1, 0, 3), statistics);
    }

    [Fact]
    public void Without_a_finite_value_the_figures_are_null()
    {
        Assert.Equal(new ChannelStatistics(1, null, null, null, null, 0, 2), ChannelStatistics.Of(1, [float.NaN, float.NaN]));
        Assert.Equal(new ChannelStatistics(1, null, null, null, null, 0, 0), ChannelStatistics.Of(1, []));
    }

    [Fact]
    public void Large_offsets_do_not_cancel_the_deviation()
    {
        float[] values = [.. Enumerable.Range(0, 100_000).Select(i => 1e6f + i % 2)];

        var statistics = ChannelStatistics.Of(0, values);

        Assert.Equal(0.5, statistics.Std!.Value, 1e-9);
        Assert.Equal(1e6 + 0.5, statistics.Mean!.Value, 1e-6);
    }

    [Fact]
    public void The_mean_lies_between_the_extremes() => Gen.Float[-1e6f, 1e6f].Array[1, 200].Sample(values =>
    {
        var statistics = ChannelStatistics.Of(0, values);
        Assert.InRange(statistics.Mean!.Value, statistics.Min!.Value - 1e-3, statistics.Max!.Value + 1e-3);
        Assert.InRange(statistics.Std!.Value, 0, (double)statistics.Max.Value - statistics.Min.Value + 1e-3);
    });
}
