using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class PictureLayoutTests
{
    private static readonly Legend Legend = Legend.Of(Maps.Ramp(1, 2, 2, 2), null, NormalizationScope.Channel);

    [Theory]
    [InlineData(1, 1, 1, 64)]
    [InlineData(10, 1, 1, 64)]
    [InlineData(3, 7, 7, 10)]
    [InlineData(16, 28, 28, 3)]
    [InlineData(32, 112, 112, 1)]
    [InlineData(3, 224, 224, 1)]
    [InlineData(2, 3, 300, 1)]
    public void Small_maps_are_enlarged_to_about_64_pixels(int channels, int width, int height, int scale)
    {
        PictureLayout layout = PictureLayout.Choose(new MapExtent(channels, width, height, Single: false), Legend, new RenderOptions());

        Assert.Equal(scale, layout.Scale);
        Assert.NotNull(layout.Legend);
    }

    [Theory]
    [InlineData(2048, 7, 7, 8_000_000)]
    [InlineData(1280, 7, 7, 8_000_000)]
    [InlineData(1000, 1, 1, 2_000_000)]
    [InlineData(4096, 1, 1, 2_000_000)]
    [InlineData(512, 112, 112, 16_000_000)]
    public void Many_channels_are_enlarged_less(int channels, int width, int height, long most)
    {
        PictureLayout layout = PictureLayout.Choose(new MapExtent(channels, width, height, Single: false), Legend, new RenderOptions());

        Assert.InRange(layout.Width * layout.Height, 1, most);
    }

    [Fact]
    public void A_scale_that_is_asked_for_is_kept()
    {
        var maps = new MapExtent(4, 7, 7, Single: false);

        Assert.Equal(2, PictureLayout.Choose(maps, Legend, new RenderOptions { Scale = 2 }).Scale);
        Assert.Equal(2, PictureLayout.Choose(maps, null, new RenderOptions { Scale = 2 }).Scale);
    }

    [Fact]
    public void A_legend_gives_way_to_the_bound_unless_it_is_asked_for()
    {
        var maps = new MapExtent(1, 100, 100, Single: false);
        PictureLayout bare = PictureLayout.Choose(maps, Legend, new RenderOptions { MaxPixels = 12_000 });
        PictureLayout asked = PictureLayout.Choose(maps, Legend, new RenderOptions { MaxPixels = 12_000, Legend = true });

        Assert.Null(bare.Legend);
        Assert.True(bare.Fits(12_000));
        Assert.NotNull(asked.Legend);
        Assert.False(asked.Fits(12_000));
    }
}
