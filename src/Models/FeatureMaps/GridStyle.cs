using System.Globalization;
using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.FeatureMaps;

/// <summary>How the channels of a grid are labelled, and how far they are apart.</summary>
/// <param name="Font">The font of the labels.</param>
/// <param name="FontScale">The pixels per pixel of the font.</param>
/// <param name="Gap">The pixels between two cells, and around the grid.</param>
/// <param name="Full">
/// Whether the columns are those, around the square, that leave the fewest places of the last row empty.
/// </param>
internal readonly record struct GridStyle(BitmapFont Font, int FontScale, int Gap, bool Full)
{
    private const int BareGap = 2;
    private const int LegibleGap = 4;
    private const int LargeMap = 128;

    /// <summary>As little as possible beside the maps.</summary>
    public static GridStyle Bare => new(BitmapFont.Digits, 1, BareGap, Full: false);

    /// <summary>The height of a label with the space below it.</summary>
    public int LabelHeight => Font.CapHeight * FontScale + 2;

    /// <summary>Labels as large as they can be without being wider than the maps.</summary>
    public static GridStyle Legible(int channels, long mapWidth)
    {
        foreach (int scale in mapWidth >= LargeMap ? [2, 1] : (ReadOnlySpan<int>)[1])
        {
            if (BitmapFont.Text.Width(Label(channels - 1), scale) <= mapWidth)
                return new GridStyle(BitmapFont.Text, scale, LegibleGap, Full: true);
        }

        return Bare with { Gap = LegibleGap, Full = true };
    }

    /// <summary>The text of a channel's label.</summary>
    public static string Label(int channel) => channel.ToString(CultureInfo.InvariantCulture);

    /// <summary>The width of a channel's label.</summary>
    public int LabelWidth(int channel) => Font.Width(Label(channel), FontScale);
}
