using Fovea.Inference;
using Fovea.Models.FeatureMaps;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps;

public sealed class ThumbnailTests
{
    private const uint Lowest = 0xFF440154, Highest = 0xFFFDE725;

    [Fact]
    public void The_strongest_channels_stand_beside_each_other_each_in_its_own_range()
    {
        var thumbnail = Thumbnail.Of(Maps.Of(new Shape(1, 3, 1, 2), 0, 1, -8, 8, 3, 4), 2, 16);

        Assert.Equal([1, 2], thumbnail.Channels);
        Assert.Equal((-8, 8), (thumbnail.Min, thumbnail.Max));
        using var picture = SKBitmap.Decode(thumbnail.EncodePng());
        Assert.Equal((16 + 2 + 16, 8), (picture.Width, picture.Height));
        Assert.Equal(
            [Lowest, Highest, 0xFF202020, Lowest, Highest],
            new[] { 0, 15, 16, 18, 33 }.Select(x => (uint)picture.GetPixel(x, 7)));
    }

    [Fact]
    public void All_values_of_a_vector_stand_in_a_square()
    {
        var thumbnail = Thumbnail.Of(Maps.Of(new Shape(1, 4), 0, 1, 1, 0), 3, 8);

        Assert.Equal([1, 2, 0], thumbnail.Channels);
        using var picture = SKBitmap.Decode(thumbnail.EncodePng());
        Assert.Equal((8, 8), (picture.Width, picture.Height));
        Assert.Equal(
            [Lowest, Highest, Highest, Lowest],
            new[] { (0, 0), (7, 0), (0, 7), (7, 7) }.Select(at => (uint)picture.GetPixel(at.Item1, at.Item2)));
    }

    [Fact]
    public void A_layer_without_a_finite_value_has_no_range()
    {
        var thumbnail = Thumbnail.Of(Maps.Of(new Shape(1, 1, 1, 2), float.NaN, float.PositiveInfinity), 3, 8);

        Assert.Equal((null, null), (thumbnail.Min, thumbnail.Max));
        using var picture = SKBitmap.Decode(thumbnail.EncodePng());
        Assert.Equal([0xFFFF00FF, Highest], new[] { 0, 7 }.Select(x => (uint)picture.GetPixel(x, 0)));
    }
}
