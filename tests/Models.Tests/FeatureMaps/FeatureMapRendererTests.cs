using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class FeatureMapRendererTests
{
    private static readonly RenderOptions Gray = new() { Colormap = Colormap.Gray, Scale = 1 };

    [Fact]
    public void One_channel_is_exactly_its_pixels()
    {
        FeatureMap map = Maps.Of(new Shape(1, 2, 2, 3), 9, 9, 9, 9, 9, 9, 0, 1, 2, 3, 4, 5);

        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(map, Gray with { Channel = 1 }));

        Assert.Equal((3, 2), (picture.Width, picture.Height));
        Assert.Equal([0x000000u, 0x333333u, 0x666666u, 0x999999u, 0xCCCCCCu, 0xFFFFFFu], Pixels(picture));
    }

    [Fact]
    public void Scale_repeats_each_value()
    {
        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(Maps.Ramp(1, 1, 1, 2), Gray with { Channel = 0, Scale = 2 }));

        Assert.Equal((4, 2), (picture.Width, picture.Height));
        Assert.Equal([0u, 0u, 0xFFFFFFu, 0xFFFFFFu, 0u, 0u, 0xFFFFFFu, 0xFFFFFFu], Pixels(picture));
    }

    [Fact]
    public void Normalizing_by_layer_keeps_channels_comparable()
    {
        FeatureMap map = Maps.Of(new Shape(1, 2, 1, 2), 0, 1, 0, 5);

        using SKBitmap byLayer = Maps.Decode(
            FeatureMapRenderer.RenderPng(map, Gray with { Channel = 0, Normalize = NormalizationScope.Layer }));
        using SKBitmap byChannel = Maps.Decode(FeatureMapRenderer.RenderPng(map, Gray with { Channel = 0 }));

        Assert.Equal([0u, 0x333333u], Pixels(byLayer));
        Assert.Equal([0u, 0xFFFFFFu], Pixels(byChannel));
    }

    [Fact]
    public void The_grid_shows_every_channel_with_its_label()
    {
        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(Maps.Ramp(1, 12, 8, 8), Gray with { Scale = 2 }));
        var layout = new GridLayout(12, 16, 16);

        Assert.Equal((layout.Width, layout.Height), (picture.Width, picture.Height));
        for (int channel = 0; channel < 12; channel++)
        {
            (int x, int y) = layout.Map(channel);
            Assert.Equal(0x000000u, Maps.Colour(picture, x, y));
            Assert.Equal(0xFFFFFFu, Maps.Colour(picture, x + 15, y + 15));
        }

        (int labelX, int labelY) = layout.Label(1);
        string[] one = [" # ", "## ", " # ", " # ", "###"];
        for (int row = 0; row < one.Length; row++)
        {
            for (int column = 0; column < 3; column++)
                Assert.Equal(one[row][column] == '#' ? 0xE0E0E0u : 0x202020u, Maps.Colour(picture, labelX + column, labelY + row));
        }
    }

    [Fact]
    public void Labels_and_maps_do_not_overlap_and_stay_inside()
    {
        foreach ((int channels, int side) in new[] { (1, 1), (1001, 1), (7, 13), (64, 112), (2, 300) })
        {
            var layout = new GridLayout(channels, side, side);
            var cells = new HashSet<(int, int)>();
            for (int channel = 0; channel < channels; channel++)
            {
                (int x, int y) = layout.Map(channel);
                Assert.True(cells.Add((x, y)));
                Assert.InRange(x + side, 1, layout.Width);
                Assert.InRange(y + side, 1, layout.Height);
                Assert.InRange(layout.Label(channel).X + DigitFont.Width(channel), 1, layout.Width);
            }
        }
    }

    [Fact]
    public void A_vector_is_a_grid_of_single_pixels()
    {
        using SKBitmap picture = Maps.Decode(
            FeatureMapRenderer.RenderPng(Maps.Ramp(1, 10), Gray with { Normalize = NormalizationScope.Layer, Scale = 4 }));

        (int x, int y) = new GridLayout(10, 4, 4).Map(9);
        Assert.Equal(0xFFFFFFu, Maps.Colour(picture, x + 3, y + 3));
    }

    [Fact]
    public void Without_a_scale_small_maps_are_enlarged_and_the_bound_is_kept()
    {
        using SKBitmap large = Maps.Decode(FeatureMapRenderer.RenderPng(Maps.Ramp(1, 1, 7, 7), new RenderOptions { Channel = 0 }));
        using SKBitmap bounded = Maps.Decode(
            FeatureMapRenderer.RenderPng(Maps.Ramp(1, 1, 7, 7), new RenderOptions { Channel = 0, MaxPixels = 50 }));

        Assert.Equal((112, 112), (large.Width, large.Height));
        Assert.Equal((7, 7), (bounded.Width, bounded.Height));
    }

    [Fact]
    public void A_picture_beyond_the_bound_is_refused_with_its_size()
    {
        var error = Assert.Throws<PictureTooLargeException>(
            () => FeatureMapRenderer.RenderPng(Maps.Ramp(1, 1, 7, 7), new RenderOptions { Channel = 0, Scale = 2, MaxPixels = 195 }));

        Assert.Contains("14x14", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_options_are_refused()
    {
        FeatureMap map = Maps.Ramp(1, 2, 2, 2);

        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureMapRenderer.RenderPng(map, new RenderOptions { Channel = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureMapRenderer.RenderPng(map, new RenderOptions { Scale = 17 }));
        Assert.Throws<InvalidOperationException>(() => FeatureMapRenderer.RenderPng(Maps.Ramp(1, 2, 2), new RenderOptions()));
    }

    private static uint[] Pixels(SKBitmap picture) =>
        [.. Enumerable.Range(0, picture.Width * picture.Height).Select(i => Maps.Colour(picture, i % picture.Width, i / picture.Width))];
}
