using Fovea.Imaging.Pixels;
using Fovea.Imaging.Resampling;
using Fovea.Imaging.Resizing;
using Fovea.Models.Explanations;
using Fovea.Models.Pictures;
using Fovea.Models.Preprocessing;
using SkiaSharp;

namespace Fovea.Models.Tests.Pictures;

/// <summary>Maps lie on the picture where the network saw it.</summary>
public sealed class SentPictureTests
{
    private const int Edge = 1024;

    private const long MaxPixels = 16_000_000;

    [Fact]
    public void A_centre_crop_leaves_the_sides_as_they_are()
    {
        // 400x200 becomes 20x10, and the crop takes columns 5 to 15.
        using SKBitmap drawn = Draw(Black(400, 200), Spec(10, ResizeRule.ShortestEdge(10, ResizeFilter.Bilinear)), (_, _) => 1);

        Assert.Equal((400, 200), (drawn.Width, drawn.Height));
        AssertSeen(drawn, (x, _) => x is >= 100 and < 300);
    }

    [Fact]
    public void A_value_lies_where_its_pixel_was()
    {
        using SKBitmap drawn = Draw(
            Black(400, 200), Spec(10, ResizeRule.ShortestEdge(10, ResizeFilter.Bilinear)), (x, y) => x == 2 && y == 7 ? 1 : 0);

        // Each value stands for 20x20 pixels; the middle of this one is at (150, 150), and its neighbours are 20 pixels away.
        (double X, double Y) centre = Centre(drawn);
        Assert.Equal((150, 150), (Math.Round(centre.X, 6), Math.Round(centre.Y, 6)));
        Assert.Equal((0, 0), (drawn.GetPixel(129, 150).Red, drawn.GetPixel(150, 170).Red));
        Assert.InRange((int)drawn.GetPixel(149, 150).Red, 144, 146);
    }

    [Fact]
    public void Padding_is_no_part_of_the_picture()
    {
        // 300x150 becomes 30x15, below 7 rows of padding.
        using SKBitmap drawn = Draw(
            Black(300, 150), Spec(30, ResizeRule.Fit(30, 30, ResizeFilter.Bilinear)), (_, y) => y / 30f);

        Assert.Equal((300, 150), (drawn.Width, drawn.Height));
        for (int y = 0; y < drawn.Height; y++)
            Assert.InRange((double)drawn.GetPixel(151, y).Red, Red((y + 0.5) / 10 + 6.5) - 1, Red((y + 0.5) / 10 + 6.5) + 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_turned_photo_is_upright_whether_the_network_saw_it_so_or_not(bool upright)
    {
        byte[] pixels = new byte[400 * 200 * 4];
        // Column 0 of the stored picture, which is row 0 of the upright one.
        for (int y = 0; y < 200; y++)
            pixels.AsSpan(y * 1600, 4).Fill(255);
        var rule = ResizeRule.ShortestEdge(100, ResizeFilter.Bilinear);
        using SKBitmap drawn = Draw(
            DecodedImage.FromPixels(400, 200, pixels, ExifOrientation.Rotate90), Spec(80, rule) with { ApplyExifOrientation = upright },
            (_, _) => 1);

        Assert.Equal((200, 400), (drawn.Width, drawn.Height));
        Assert.Equal((SKColors.White, SKColors.White), (drawn.GetPixel(0, 0), drawn.GetPixel(199, 0)));
        for (int x = 0; x < 200; x++)
            drawn.SetPixel(x, 0, SKColors.Black);
        AssertSeen(drawn, (x, y) => x is >= 20 and < 180 && y is >= 120 and < 280);
    }

    [Fact]
    public void Padding_round_a_crop_of_the_source_leaves_the_picture_outside_of_the_crop_as_it_is()
    {
        // The middle 100x50 of 200x100 becomes 40x20, in an input of 40x40: its padding lies on the picture.
        PreprocessingSpec spec = Spec(40, ResizeRule.Fit(40, 40, ResizeFilter.Bilinear)) with { SourceCrop = new SourceCrop(1, 0.5) };
        using SKBitmap drawn = Draw(Black(240, 100), spec, (_, _) => 1);

        AssertSeen(drawn, (x, y) => x is >= 70 and < 170 && y is >= 25 and < 75);
    }

    [Fact]
    public void A_large_picture_is_made_smaller_and_a_tiny_one_larger()
    {
        PreprocessingSpec spec = Spec(20, ResizeRule.ShortestEdge(20, ResizeFilter.Bilinear));
        using SKBitmap large = Draw(Black(4096, 2048), spec, (_, _) => 1);
        using SKBitmap tiny = Draw(Black(40, 20), spec, (_, _) => 1);
        using SKBitmap bounded = Draw(Black(40, 20), spec, (_, _) => 1, 40 * 20 * 9);

        Assert.Equal((1024, 512), (large.Width, large.Height));
        AssertSeen(large, (x, _) => x is >= 256 and < 768);
        Assert.Equal((240, 120), (tiny.Width, tiny.Height));
        AssertSeen(tiny, (x, _) => x is >= 60 and < 180);
        Assert.Equal((120, 60), (bounded.Width, bounded.Height));
    }

    private static SKBitmap Draw(DecodedImage image, PreprocessingSpec spec, Func<int, int, float> value, long maxPixels = MaxPixels)
    {
        using (image)
        {
            PixelMapping mapping = new Preprocessor(spec).Run(image, new float[spec.ElementCount]);
            float[] values = [.. Enumerable.Range(0, spec.Width * spec.Height).Select(i => value(i % spec.Width, i / spec.Width))];
            var map = HeatMap.OfPixels(spec.Height, spec.Width, values);
            return SKBitmap.Decode(SentPicture.Read(image, null, Edge).DrawUnder(
                map.Values, map.Height, map.Width, mapping, found => (uint)Math.Round(found * 255) << 16, maxPixels));
        }
    }

    private static DecodedImage Black(int width, int height) => DecodedImage.FromPixels(width, height, new byte[width * height * 4]);

    private static PreprocessingSpec Spec(int side, ResizeRule rule) => new()
    {
        Width = side,
        Height = side,
        Channels = ChannelOrder.Gray,
        Layout = TensorLayout.Nchw,
        Resize = rule,
        Crop = CropRounding.HalfEven,
        Normalization = Normalization.None,
        ApplyExifOrientation = true,
        Background = null,
    };

    private static void AssertSeen(SKBitmap drawn, Func<int, int, bool> isSeen)
    {
        for (int y = 0; y < drawn.Height; y++)
        {
            for (int x = 0; x < drawn.Width; x++)
            {
                if (drawn.GetPixel(x, y).Red != (isSeen(x, y) ? Red(30) : 0))
                    Assert.Fail($"({x}, {y}) has {drawn.GetPixel(x, y)}.");
            }
        }
    }

    // What is drawn over black for a value of thirtieths.
    private static double Red(double thirtieths) => Math.Round(0.6 * Math.Round(thirtieths / 30 * 255));

    private static (double X, double Y) Centre(SKBitmap drawn)
    {
        double sum = 0, sumX = 0, sumY = 0;
        for (int i = 0; i < drawn.Width * drawn.Height; i++)
        {
            (int x, int y) = (i % drawn.Width, i / drawn.Width);
            double red = drawn.GetPixel(x, y).Red;
            (sum, sumX, sumY) = (sum + red, sumX + red * (x + 0.5), sumY + red * (y + 0.5));
        }

        return (sumX / sum, sumY / sum);
    }
}
