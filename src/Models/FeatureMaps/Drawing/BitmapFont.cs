using System.Text;

namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>Characters as bitmaps of one size, so that text in pictures needs no font of the system.</summary>
internal sealed class BitmapFont
{
    public const char Ellipsis = '…';
    private const char Placeholder = '\uFFFD';

    private readonly Dictionary<int, string[]> _glyphs = [];
    private readonly int _glyphWidth;

    /// <param name="characters">The characters of the sheet, in its order.</param>
    /// <param name="sheet">The glyphs, as <see cref="GlyphSheets"/> has them.</param>
    /// <param name="capHeight">The number of lines down to the one on which capitals and digits stand.</param>
    private BitmapFont(string characters, string sheet, int capHeight)
    {
        string[][][] bands = [.. sheet.Split("\n\n").Select(band => band.Split('\n').Select(line => line.Split(' ')).ToArray())];
        _glyphWidth = bands[0][0][0].Length;
        Height = bands[0].Length;
        CapHeight = capHeight;
        int next = 0;
        foreach (string[][] band in bands)
        {
            for (int i = 0; i < band[0].Length; i++)
                _glyphs.Add(characters[next++], [.. band.Select(line => line[i])]);
        }
    }

    /// <summary>The ten digits, as small as can be read.</summary>
    public static BitmapFont Digits { get; } = new("0123456789", GlyphSheets.Digits, capHeight: 5);

    /// <summary>Printable ASCII and the ellipsis; any other character is drawn as a box.</summary>
    public static BitmapFont Text { get; } = new(
        string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)) + Ellipsis + Placeholder, GlyphSheets.Text,
        capHeight: 7);

    /// <summary>The lines of a glyph.</summary>
    public int Height { get; }

    /// <summary>The lines of a glyph down to the one on which capitals and digits stand.</summary>
    public int CapHeight { get; }

    /// <summary>The pixels from the left edge of one character to that of the next.</summary>
    public int Advance => _glyphWidth + 1;

    /// <summary>The width in pixels of a text whose pixels are drawn as squares of <paramref name="scale"/> pixels.</summary>
    public int Width(string text, int scale = 1) => Math.Max(0, text.EnumerateRunes().Count() * Advance - 1) * scale;

    /// <summary>How many characters fit into a width in pixels.</summary>
    public int Characters(int width, int scale = 1) => (width / scale + 1) / Advance;

    /// <summary>Draws a text with its top left corner at (x, y); the caller knows that it fits.</summary>
    public void Draw(Canvas canvas, int x, int y, string text, uint colour, int scale = 1)
    {
        foreach (Rune character in text.EnumerateRunes())
        {
            string[] glyph = _glyphs.GetValueOrDefault(character.Value) ?? _glyphs[Placeholder];
            for (int row = 0; row < glyph.Length; row++)
            {
                for (int column = 0; column < _glyphWidth; column++)
                {
                    if (glyph[row][column] == '#')
                        canvas.FillRectangle(x + column * scale, y + row * scale, scale, scale, colour);
                }
            }

            x += Advance * scale;
        }
    }
}
