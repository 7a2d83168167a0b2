namespace Fovea.Models.FeatureMaps;

/// <summary>The ten digits as bitmaps of 3x5 pixels, so that labels do not need a system font.</summary>
internal static class DigitFont
{
    public const int GlyphHeight = 5;
    private const int GlyphWidth = 3;
    private const int Advance = GlyphWidth + 1;

    /// <summary>Five rows per digit, top first; bit 2 is the left column.</summary>
    private static readonly byte[][] Glyphs =
    [
        [0b111, 0b101, 0b101, 0b101, 0b111],
        [0b010, 0b110, 0b010, 0b010, 0b111],
        [0b111, 0b001, 0b111, 0b100, 0b111],
        [0b111, 0b001, 0b011, 0b001, 0b111],
        [0b101, 0b101, 0b111, 0b001, 0b001],
        [0b111, 0b100, 0b111, 0b001, 0b111],
        [0b111, 0b100, 0b111, 0b101, 0b111],
        [0b111, 0b001, 0b010, 0b010, 0b010],
        [0b111, 0b101, 0b111, 0b101, 0b111],
        [0b111, 0b101, 0b111, 0b001, 0b111],
    ];

    /// <summary>The width in pixels of a non-negative number.</summary>
    public static int Width(int number) => Digits(number).Length * Advance - 1;

    /// <summary>Draws a number with its top left corner at (x, y).</summary>
    public static void Draw(Canvas canvas, int x, int y, int number, uint colour)
    {
        foreach (char digit in Digits(number))
        {
            byte[] rows = Glyphs[digit - '0'];
            for (int row = 0; row < GlyphHeight; row++)
            {
                for (int column = 0; column < GlyphWidth; column++)
                {
                    if ((rows[row] >> (GlyphWidth - 1 - column) & 1) != 0)
                        canvas.Set(x + column, y + row, colour);
                }
            }

            x += Advance;
        }
    }

    private static string Digits(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
