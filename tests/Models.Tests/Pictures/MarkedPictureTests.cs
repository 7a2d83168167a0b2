using CsCheck;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;
using Fovea.Models.FeatureMaps.Drawing;
using Fovea.Models.Pictures;
using SkiaSharp;

namespace Fovea.Models.Tests.Pictures;

public sealed class MarkedPictureTests
{
    private const uint First = 0xFF0A62B8;

    [Fact]
    public void A_box_is_framed_where_it_is_and_the_rest_stays()
    {
        using SKBitmap drawn = Draw(800, 600, new AnswerMark("", 0) { Box = (100, 150, 300, 200) });
        Assert.Equal((800, 600), (drawn.Width, drawn.Height));
        Assert.Equal(First, (uint)drawn.GetPixel(101, 250));
        Assert.Equal(First, (uint)drawn.GetPixel(398, 250));
        Assert.Equal(First, (uint)drawn.GetPixel(250, 151));
        Assert.Equal(First, (uint)drawn.GetPixel(250, 348));
        foreach ((int x, int y) in new[] { (98, 250), (401, 250), (250, 250), (250, 352) })
            Assert.Equal(0xFFFF0000, (uint)drawn.GetPixel(x, y));
    }

    [Fact]
    public void A_small_picture_is_enlarged_with_its_marks()
    {
        using SKBitmap drawn = Draw(10, 10, new AnswerMark("", 0) { Box = (2, 3, 6, 5), Points = [(5, 5)] });
        int scale = drawn.Width / 10;
        Assert.True(scale > 1);
        Assert.Equal(First, (uint)drawn.GetPixel(2 * scale + 1, 5 * scale));
        Assert.Equal(First, (uint)drawn.GetPixel(5 * scale, 5 * scale));
        Assert.Equal(0xFFFF0000, (uint)drawn.GetPixel(scale, scale));
    }

    [Theory]
    [InlineData(-500, -500, 3000, 3000)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(799, 599, 1, 1)]
    public void A_box_at_or_beyond_the_border_is_drawn_as_far_as_it_can_be(float x, float y, float width, float height)
    {
        using SKBitmap drawn = Draw(800, 600, new AnswerMark(new string('x', 500), 7) { Box = (x, y, width, height), Points = [(x, y)] });
        Assert.Equal((800, 600), (drawn.Width, drawn.Height));
    }

    [Fact]
    public void A_shape_is_drawn_along_its_sides_as_far_as_the_picture_goes()
    {
        using SKBitmap drawn = Draw(800, 600, new AnswerMark("", 0)
        {
            Box = (0, 0, 800, 600),
            Corners = [(400, 100), (1e9f, 300), (400, 500), (100, 300)],
        });
        Assert.Equal(First, (uint)drawn.GetPixel(250, 200));
        Assert.Equal(First, (uint)drawn.GetPixel(250, 400));
        Assert.Equal(First, (uint)drawn.GetPixel(700, 100));
        Assert.Equal(0xFFFF0000, (uint)drawn.GetPixel(1, 1));
    }

    [Fact]
    public void Labels_do_not_cover_each_other_and_stay_in_the_picture() =>
        Gen.Select(Gen.Int[-50, 850], Gen.Int[-50, 650], Gen.Int[1, 300], Gen.Int[1, 300], Gen.Int[1, 400])
            .Array[1, 60].Sample(labels =>
            {
                var places = new LabelPlaces(800, 600);
                List<Box> found =
                    [.. labels.Select(l => places.Find(new Box(l.Item1, l.Item2, l.Item3, l.Item4), l.Item5, 18)).OfType<Box>()];
                Assert.NotEmpty(found);
                for (int i = 0; i < found.Count; i++)
                {
                    Box a = found[i];
                    Assert.True(a.X >= 0 && a.Y >= 0 && a.X + a.Width <= 800 && a.Y + a.Height <= 600);
                    Assert.DoesNotContain(found.Skip(i + 1), b =>
                        a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height);
                }
            });

    private static SKBitmap Draw(int width, int height, params AnswerMark[] marks)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.Red);
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using DecodedImage image = new SkiaImageDecoder().Decode(png.ToArray());
        return SKBitmap.Decode(MarkedPicture.Draw(SentPicture.Read(image, null, 2048), (width, height), marks, 4_000_000));
    }
}
