using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using Fovea.Models.FeatureMaps.Drawing;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class FeatureMapRendererTests
{
    private static readonly RenderOptions Gray = new() { Colormap = Colormap.Gray, Scale = 1, Legend = false };

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
        var layout = new GridLayout(12, 12, (16, 16), GridStyle.Bare);

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
    public void A_vector_is_a_grid_of_single_pixels()
    {
        using SKBitmap picture = Maps.Decode(
            FeatureMapRenderer.RenderPng(Maps.Ramp(1, 10), Gray with { Normalize = NormalizationScope.Layer, Scale = 4 }));

        (int x, int y) = new GridLayout(10, 10, (4, 4), GridStyle.Bare).Map(9);
        Assert.Equal(0xFFFFFFu, Maps.Colour(picture, x + 3, y + 3));
    }

    [Theory]
    [InlineData(new long[] { 1, 10 }, null)]
    [InlineData(new long[] { 1, 10, 1, 1 }, false)]
    public void A_vector_is_drawn_in_the_colours_of_its_layer(long[] extents, bool? legend)
    {
        FeatureMap map = Maps.Ramp(extents);
        RenderOptions options = new() { Colormap = Colormap.Gray, Legend = legend };
        PictureLayout layout = PictureLayout.Choose(
            MapExtent.Of(map, new RenderOptions()), legend == false ? null : Legend.Of(map, null, NormalizationScope.Layer), options);

        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(map, options));

        Assert.Equal(
            [.. Enumerable.Range(0, 10).Select(i => (uint)Math.Round(i / 9.0 * 255) * 0x010101)],
            Enumerable.Range(0, 10).Select(layout.Map).Select(corner => Maps.Colour(picture, corner.X, corner.Y)));
    }

    [Theory]
    [InlineData(Colormap.Viridis, 0x440154u, 0xFDE725u)]
    [InlineData(Colormap.Gray, 0x000000u, 0xFFFFFFu)]
    public void The_bar_runs_from_the_colour_of_the_smallest_value_to_that_of_the_largest(Colormap colormap, uint low, uint high)
    {
        FeatureMap map = Maps.Ramp(1, 4, 8, 8);
        var options = new RenderOptions { Colormap = colormap, Normalize = NormalizationScope.Layer };
        PictureLayout layout = PictureLayout.Choose(MapExtent.Of(map, new RenderOptions()), Legend.Of(map, null, NormalizationScope.Layer),
            options);
        Box bar = layout.Legend!.Bar;

        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(map, options));

        Assert.Equal((layout.Width, layout.Height), (picture.Width, picture.Height));
        Assert.Equal(low, Maps.Colour(picture, bar.X, bar.Y));
        Assert.Equal(high, Maps.Colour(picture, bar.X + bar.Width - 1, bar.Y + bar.Height - 1));
        Assert.Equal(low, Maps.Colour(picture, layout.Map(0).X, layout.Map(0).Y));
        Assert.Equal(
            high, Maps.Colour(picture, layout.Map(3).X + 8 * layout.Scale - 1, layout.Map(3).Y + 8 * layout.Scale - 1));
    }

    [Fact]
    public void The_title_is_written_where_the_layout_has_it()
    {
        FeatureMap map = Maps.Ramp(1, 4, 8, 8);
        PictureLayout layout = PictureLayout.Choose(
            MapExtent.Of(map, new RenderOptions()), Legend.Of(map, null, NormalizationScope.Channel), new RenderOptions());
        PlacedText name = layout.Legend!.Name;
        using var expected = new Canvas(BitmapFont.Text.Width("conv1", name.Scale), BitmapFont.Text.Height * name.Scale, 0x202020);
        BitmapFont.Text.Draw(expected, 0, 0, "conv1", 0xE0E0E0, name.Scale);
        using SKBitmap title = Maps.Decode(expected.EncodePng());

        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(map, new RenderOptions()));

        for (int y = 0; y < title.Height; y++)
        {
            for (int x = 0; x < title.Width; x++)
                Assert.Equal(Maps.Colour(title, x, y), Maps.Colour(picture, name.X + x, name.Y + y));
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2048, 7, 7)]
    [InlineData(3, 224, 224)]
    [InlineData(1, 1, 2000)]
    [InlineData(1, 2000, 1)]
    [InlineData(2048, 1, 1)]
    public void Extents_of_every_kind_are_drawn_within_the_bound(int channels, int height, int width)
    {
        using SKBitmap picture = Maps.Decode(FeatureMapRenderer.RenderPng(Maps.Ramp(1, channels, height, width), new RenderOptions()));

        Assert.InRange((long)picture.Width * picture.Height, 1, 8_000_000);
    }

    [Fact]
    public void A_single_channel_has_a_legend_where_it_is_asked_for()
    {
        FeatureMap map = Maps.Ramp(1, 3, 7, 7);

        using SKBitmap bare = Maps.Decode(FeatureMapRenderer.RenderPng(map, new RenderOptions { Channel = 1 }));
        using SKBitmap explained = Maps.Decode(FeatureMapRenderer.RenderPng(map, new RenderOptions { Channel = 1, Legend = true }));

        Assert.Equal((112, 112), (bare.Width, bare.Height));
        Assert.True(explained.Height > bare.Height + 20);
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
