using CsCheck;
using Fovea.Models.FeatureMaps.Drawing;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps.Drawing;

/// <summary>A PNG that can be ended on the way has the pixels of Skia's, and about its size.</summary>
public sealed class ColourPngTests
{
    [Fact]
    public void Pixels_are_those_that_were_drawn() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 5], Gen.Int).Sample((width, height, step, seed) =>
        {
            using Canvas canvas = Draw(width, height, step, seed);
            using SKBitmap expected = SKBitmap.Decode(canvas.EncodePng()), found = SKBitmap.Decode(canvas.EncodePng(default));

            Assert.Equal((width, height), (found.Width, found.Height));
            Assert.Equal(expected.Pixels, found.Pixels);
        });

    [Fact]
    public void A_smooth_picture_is_about_as_small_as_by_all_filters()
    {
        using Canvas canvas = Draw(400, 300, step: 3, seed: 1);

        Assert.InRange(canvas.EncodePng(default).Length, 0, 1.25 * canvas.EncodePng().Length);
    }

    // Colours that go up and down by a few steps from pixel to pixel.
    private static Canvas Draw(int width, int height, int step, int seed)
    {
        var random = new Random(seed);
        var canvas = new Canvas(width, height, 0);
        uint[] row = new uint[width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (byte red, byte green) = ((byte)((3 * x) + y + random.Next(step)), (byte)((x * y / 16) + random.Next(step)));
                row[x] = (uint)((red << 16) | (green << 8) | (byte)(255 - red));
            }

            canvas.SetRow(0, y, row);
        }

        return canvas;
    }
}
