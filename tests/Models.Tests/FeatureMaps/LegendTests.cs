using Fovea.Inference;
using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class LegendTests
{
    [Fact]
    public void It_names_the_layer_its_operator_and_its_shape()
    {
        Legend map = Legend.Of(Maps.Ramp(1, 16, 28, 27), null, NormalizationScope.Layer);
        Legend vector = Legend.Of(Maps.Ramp(1, 10), null, NormalizationScope.Layer);
        Legend one = Legend.Of(Maps.Ramp(1, 3, 4, 5), 2, NormalizationScope.Channel);

        Assert.Equal(("conv1", "Conv, 16 x 28 x 27"), (map.Name, map.Output));
        Assert.Equal("Conv, 10 values", vector.Output);
        Assert.Equal("Conv, 3 x 4 x 5, channel 2", one.Output);
    }

    [Theory]
    [InlineData(null, NormalizationScope.Layer, "0", "7", "of the whole layer")]
    [InlineData(null, NormalizationScope.Channel, "min", "max", "of each channel; layer: 0 to 7")]
    [InlineData(1, NormalizationScope.Channel, "4", "7", "of this channel")]
    [InlineData(1, NormalizationScope.Layer, "0", "7", "of the whole layer")]
    public void The_bar_says_of_what_its_ends_are(int? channel, NormalizationScope scope, string low, string high, string caption)
    {
        Legend legend = Legend.Of(Maps.Ramp(1, 2, 2, 2), channel, scope);

        Assert.Equal((low, high, caption), (legend.Low, legend.High, legend.Caption));
    }

    [Fact]
    public void The_only_channel_is_the_whole_layer() =>
        Assert.Equal("of the whole layer", Legend.Of(Maps.Ramp(1, 1, 2, 2), null, NormalizationScope.Channel).Caption);

    [Fact]
    public void Values_that_are_no_numbers_are_explained()
    {
        Legend some = Legend.Of(Maps.Of(new Shape(1, 1, 1, 2), float.NaN, 2), null, NormalizationScope.Layer);
        Legend all = Legend.Of(Maps.Of(new Shape(1, 1, 1, 1), float.NaN), null, NormalizationScope.Layer);

        Assert.Equal(("2", "2", "of the whole layer; magenta: NaN"), (some.Low, some.High, some.Caption));
        Assert.Equal(("none", "none"), (all.Low, all.High));
    }
}
