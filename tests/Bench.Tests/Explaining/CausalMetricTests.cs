using Fovea.Bench.Explaining;

namespace Fovea.Bench.Tests.Explaining;

/// <summary>The areas of insertion and deletion, of a classifier that counts pixels.</summary>
public sealed class CausalMetricTests
{
    // Four pixels of two channels; the probability is the part of pixel 0 and 1 that is there.
    private static readonly float[] Picture = [1, 1, 1, 1, 9, 9, 9, 9];

    [Theory]
    [InlineData(new[] { 4f, 3, 2, 1 }, 0.75, 0.25)]
    [InlineData(new[] { 1f, 2, 3, 4 }, 0.25, 0.75)]
    [InlineData(new[] { 4f, 1, 3, 2 }, 0.5, 0.5)]
    public void Areas_by_hand(float[] map, double insertion, double deletion)
    {
        var metric = new CausalMetric(channels: 2, isChannelsLast: false, steps: 4);
        float[] empty = new float[8];

        Assert.Equal(insertion, metric.Area(map, empty, Picture, Probability), 1e-12);
        Assert.Equal(deletion, metric.Area(map, Picture, empty, Probability), 1e-12);
    }

    [Fact]
    public void Channels_of_a_pixel_are_put_in_together()
    {
        var seen = new List<float[]>();
        new CausalMetric(channels: 2, isChannelsLast: true, steps: 2).Area(
            [1, 2], new float[4], [1, 2, 3, 4], input =>
            {
                seen.Add([.. input]);
                return 0;
            });

        Assert.Equal([0, 0, 0, 0], seen[0]);
        Assert.Equal([0, 0, 3, 4], seen[1]);
        Assert.Equal([1, 2, 3, 4], seen[2]);
    }

    [Fact]
    public void A_blurred_picture_of_one_colour_stays_and_an_edge_becomes_a_slope()
    {
        Assert.All(Blur.Of([.. Enumerable.Repeat(3f, 48)], 3, 4, 4, isChannelsLast: true), value => Assert.Equal(3, value, 1e-5));
        float[] edge = [.. Enumerable.Range(0, 20 * 20).Select(i => i % 20 < 10 ? 0f : 1)];
        float[] slope = Blur.Of(edge, 1, 20, 20, isChannelsLast: false)[..20];

        Assert.Equal(slope.Order(), slope);
        Assert.Equal(1, slope[9] + slope[10], 1e-5);
        Assert.InRange(slope[9], 0.3, 0.5);
    }

    private static double Probability(float[] input) => (input[0] + input[1]) / 2;
}
