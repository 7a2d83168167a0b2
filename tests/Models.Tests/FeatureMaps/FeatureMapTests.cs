using Fovea.Inference;
using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class FeatureMapTests
{
    [Theory]
    [InlineData(new long[] { 1, 3, 4, 5 }, 3, 20, true)]
    [InlineData(new long[] { 1, 10 }, 10, 1, true)]
    [InlineData(new long[] { 1, 10, 7 }, 10, 7, false)]
    [InlineData(new long[] { 1, 2, 3, 4, 5 }, 2, 60, false)]
    [InlineData(new long[] { 6 }, 1, 6, false)]
    [InlineData(new long[] { }, 1, 1, false)]
    [InlineData(new long[] { 2, 3, 1, 1 }, 6, 1, false)]
    public void Axis_one_is_the_channels(long[] extents, int channels, int planeSize, bool isMap)
    {
        FeatureMap map = Maps.Ramp(extents);

        Assert.Equal((channels, planeSize, isMap), (map.Channels, map.PlaneSize, map.IsMap));
        Assert.Equal(channels, map.Statistics().Count);
        Assert.Equal(map.Values.Length - 1, map.Channel(channels - 1)[^1]);
    }

    [Fact]
    public void The_number_of_values_must_be_the_shapes() => Assert.Throws<ArgumentException>(() => Maps.Of(new Shape(1, 2, 2, 2), 1f));

    [Fact]
    public void A_channel_outside_the_map_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Maps.Ramp(1, 2, 2, 2).Channel(2).Length);

    [Fact]
    public void Integers_become_the_real_numbers_that_they_stand_for()
    {
        FeatureMap integers = Maps.Integers(ElementType.Int8, scale: 0.5f, zero: -1, -128, -1, 127);

        FeatureMap real = integers.Dequantized();

        Assert.Equal([-63.5f, 0, 64], real.Values.ToArray());
        Assert.Equal([-128f, -1, 127], integers.Values.ToArray());
        Assert.Equal((ElementType.Int8, null), (integers.Integers, real.Integers));
        Assert.Same(real, real.Dequantized());
    }
}
