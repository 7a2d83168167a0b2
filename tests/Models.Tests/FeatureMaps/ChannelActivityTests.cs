using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class ChannelActivityTests
{
    [Theory]
    [InlineData(true, 0f)]
    [InlineData(false, 3f)]
    [InlineData(false, float.NaN)]
    [InlineData(true, 3f, 3f, 3f)]
    [InlineData(false, 3f, 3f, 4f)]
    public void A_channel_is_dead_where_its_values_are_equal_and_a_single_one_where_it_is_0(bool expected, params float[] values) =>
        Assert.Equal(expected, ChannelActivity.Of(values).Dead);
}
