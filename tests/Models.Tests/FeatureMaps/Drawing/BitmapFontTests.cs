using Fovea.Models.FeatureMaps.Drawing;
using SkiaSharp;

namespace Fovea.Models.Tests.FeatureMaps.Drawing;

public sealed class BitmapFontTests
{
    [Fact]
    public void Every_printable_character_has_its_own_glyph()
    {
        var glyphs = new HashSet<string>();
        for (char character = ' '; character <= '~'; character++)
            Assert.True(glyphs.Add(Drawn(BitmapFont.Text, $"{character}")), $"The glyph of '{character}' is also another's.");
        Assert.True(glyphs.Add(Drawn(BitmapFont.Text, "…")));
        Assert.True(glyphs.Add(Drawn(BitmapFont.Text, "\uFFFD")));
        Assert.Equal(10, Enumerable.Range(0, 10).Select(digit => Drawn(BitmapFont.Digits, $"{digit}")).Distinct().Count());
    }

    [Fact]
    public void Other_characters_are_boxes_one_per_character()
    {
        string box = Drawn(BitmapFont.Text, "\uFFFD");

        Assert.Equal(box, Drawn(BitmapFont.Text, "ß"));
        Assert.Equal(box, Drawn(BitmapFont.Text, "💡"));
        Assert.Equal(box, Drawn(BitmapFont.Text, "\n"));
    }

    [Fact]
    public void A_glyph_is_drawn_as_it_stands_in_the_sheet() => Assert.Equal(
        """
        ..#..
        .#.#.
        .#.#.
        #...#
        #####
        #...#
        #...#
        .....
        .....
        """, Drawn(BitmapFont.Text, "A"));

    [Fact]
    public void Width_and_characters_agree()
    {
        foreach (int scale in (int[])[1, 2, 3])
        {
            for (int count = 1; count < 40; count++)
            {
                int width = BitmapFont.Text.Width(new string('n', count), scale);
                Assert.Equal(count, BitmapFont.Text.Characters(width, scale));
                Assert.Equal(count - 1, BitmapFont.Text.Characters(width - 1, scale));
            }
        }
    }

    private static string Drawn(BitmapFont font, string text)
    {
        int width = font.Width(text);
        using var canvas = new Canvas(width, font.Height, 0x000000);
        font.Draw(canvas, 0, 0, text, 0xFFFFFF);
        using SKBitmap picture = Maps.Decode(canvas.EncodePng());
        return string.Join('\n', Enumerable.Range(0, font.Height).Select(
            y => string.Concat(Enumerable.Range(0, width).Select(x => Maps.Colour(picture, x, y) == 0 ? '.' : '#'))));
    }
}
