using CsCheck;
using Fovea.Models.Pictures;
using SkiaSharp;

namespace Fovea.Models.Tests.Pictures;

public sealed class MaskOutlinesTests
{
    [Theory]
    [InlineData("#", "0,0 1,0 1,1 0,1")]
    [InlineData(".. .#", "1,1 2,1 2,2 1,2")]
    [InlineData("## #.", "0,0 2,0 2,1 1,1 1,2 0,2")]
    public void A_part_has_an_outline_of_its_corners_clockwise(string rows, string corners) =>
        Assert.Equal([corners], Outlines(rows).Select(Text));

    [Fact]
    public void Pixels_that_meet_by_a_corner_alone_are_apart() =>
        Assert.Equal(["0,0 1,0 1,1 0,1", "1,1 2,1 2,2 1,2"], Outlines("#. .#").Select(Text));

    [Fact]
    public void A_hole_goes_the_other_way_round()
    {
        IReadOnlyList<MaskOutline> found = Outlines("### #.# ###");
        Assert.Equal(["0,0 3,0 3,3 0,3", "1,2 2,2 2,1 1,1"], found.Select(Text));
        Assert.Equal([18, -2], found.Select(outline => outline.DoubleArea));
        Assert.Equal([false, true], found.Select(outline => outline.IsHole));
    }

    [Fact]
    public void A_hole_that_meets_the_outside_at_a_corner_is_an_outline_of_its_own()
    {
        IReadOnlyList<MaskOutline> found = Outlines("###. #.#. ##.. ....");
        Assert.Equal([16, -2], found.Select(outline => outline.DoubleArea));
        Assert.Equal("2,2 2,1 1,1 1,2", Text(found[1]));
    }

    [Fact]
    public void Nothing_has_no_outline() => Assert.Empty(Outlines(new PictureMask(3, 2, [6])));

    [Fact]
    public void Filled_by_the_even_odd_rule_they_are_the_mask_and_none_meets_itself() => Masks.Sample(mask =>
    {
        (int width, bool[] pixels) = mask;
        int height = pixels.Length / width;
        IReadOnlyList<MaskOutline> found = Outlines(Mask(width, pixels));
        Assert.Equal(pixels, Fill(found, width, height));
        Assert.Equal(2 * pixels.Count(inside => inside), found.Sum(outline => outline.DoubleArea));
        Assert.All(found, outline =>
        {
            (int, int)[] corners = Corners(outline);
            Assert.Equal(corners.Length, corners.Distinct().Count());
            Assert.All(corners.Index(), corner => Assert.True(IsTurn(corners, corner.Index)));
        });
        long[] areas = [.. found.Select(outline => Math.Abs(outline.DoubleArea))];
        Assert.Equal(areas.OrderDescending(), areas);
        (IReadOnlyList<MaskOutline> some, int count) = MaskOutlines.Of(Mask(width, pixels), 3);
        Assert.Equal(found.Count, count);
        Assert.Equal(found.Take(3).Select(Text), some.Select(Text));
    });

    [Fact]
    public void A_mask_is_a_png_of_bits() => Masks.Sample(mask =>
    {
        (int width, bool[] pixels) = mask;
        byte[] png = MaskPng.Encode(Mask(width, pixels));
        Assert.Equal([1, 0], png[24..26]);
        using var bitmap = SKBitmap.Decode(png);
        Assert.Equal((width, pixels.Length / width), (bitmap.Width, bitmap.Height));
        Assert.Equal(pixels.Select(inside => inside ? SKColors.White : SKColors.Black), bitmap.Pixels);
    });

    [Fact]
    public void Parts_of_columns_are_the_mask() => Masks.Sample(mask =>
    {
        (int width, bool[] pixels) = mask;
        bool[] found = new bool[pixels.Length];
        foreach ((int x, int top, int bottom) in Mask(width, pixels).Columns())
        {
            for (int y = top; y < bottom; y++)
                found[(y * width) + x] = true;
        }

        Assert.Equal(pixels, found);
    });

    private static Gen<(int Width, bool[] Pixels)> Masks =>
        from width in Gen.Int[1, 12]
        from height in Gen.Int[1, 12]
        from share in Gen.Int[1, 9]
        from values in Gen.Int[0, 9].Array[width * height]
        select (width, values.Select(value => value < share).ToArray());

    private static IReadOnlyList<MaskOutline> Outlines(string rows)
    {
        string joined = rows.Replace(" ", "", StringComparison.Ordinal);
        return Outlines(Mask(rows.Split(' ')[0].Length, [.. joined.Select(pixel => pixel == '#')]));
    }

    private static IReadOnlyList<MaskOutline> Outlines(PictureMask mask)
    {
        (IReadOnlyList<MaskOutline> found, int count) = MaskOutlines.Of(mask, int.MaxValue);
        Assert.Equal(count, found.Count);
        return found;
    }

    private static PictureMask Mask(int width, bool[] pixels)
    {
        int height = pixels.Length / width;
        List<int> counts = [0];
        bool last = false;
        for (int i = 0; i < pixels.Length; i++)
        {
            bool pixel = pixels[(i % height * width) + (i / height)];
            if (pixel == last)
                counts[^1]++;
            else
                counts.Add(1);
            last = pixel;
        }

        return new PictureMask(width, height, counts);
    }

    // A pixel is inside where an odd number of upright edges lies to the left of its centre.
    private static bool[] Fill(IEnumerable<MaskOutline> outlines, int width, int height)
    {
        bool[] pixels = new bool[width * height];
        foreach ((int X, int Y)[] corners in outlines.Select(Corners))
        {
            for (int i = 0; i < corners.Length; i++)
            {
                ((int x, int y), (int nextX, int nextY)) = (corners[i], corners[(i + 1) % corners.Length]);
                Assert.True(x == nextX ^ y == nextY);
                for (int row = Math.Min(y, nextY); row < Math.Max(y, nextY); row++)
                {
                    for (int column = x; column < width; column++)
                        pixels[(row * width) + column] ^= true;
                }
            }
        }

        return pixels;
    }

    private static bool IsTurn((int X, int Y)[] corners, int at)
    {
        (int X, int Y) before = corners[(at + corners.Length - 1) % corners.Length], after = corners[(at + 1) % corners.Length];
        return before.X != after.X && before.Y != after.Y;
    }

    private static (int X, int Y)[] Corners(MaskOutline outline) =>
        [.. outline.Points.Chunk(2).Select(pair => (pair[0], pair[1]))];

    private static string Text(MaskOutline outline) => string.Join(' ', Corners(outline).Select(corner => $"{corner.X},{corner.Y}"));
}
