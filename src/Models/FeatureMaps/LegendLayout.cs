using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.FeatureMaps;

/// <summary>
/// Where the parts of a legend are, in pixels: a line with the name, the operator and the shape, the colour bar between its two ends, and
/// a caption. The text grows with the picture; a picture that is too narrow for its legend becomes wider, and a long name is shortened.
/// </summary>
internal sealed class LegendLayout
{
    /// <summary>The characters of a name for which a picture is made wide enough.</summary>
    private const int NameLength = 24;
    private const int NarrowestBar = 64;
    private const int Margin = 4;

    private static readonly BitmapFont Font = BitmapFont.Text;

    /// <param name="legend">What is to be written.</param>
    /// <param name="width">The width of what is below the legend.</param>
    public LegendLayout(Legend legend, long width)
    {
        Width = Math.Max(width, NarrowestWidth(legend));
        int inner = (int)Math.Min(int.MaxValue, Width) - 2 * Margin;
        int scale = TextScale(Width);
        int y = Margin;

        int titleScale = LargestFitting(scale, at => Font.Width(legend.Name, at) + Between(at) + Font.Width(legend.Output, at) <= inner);
        int forName = inner - Between(titleScale) - Font.Width(legend.Output, titleScale);
        string name = TextShortening.Middle(legend.Name, Font.Characters(forName, titleScale));
        Name = new PlacedText(name, Margin, y, titleScale);
        Output = new PlacedText(legend.Output, Margin + Font.Width(name, titleScale) + Between(titleScale), y, titleScale);
        y += Font.Height * titleScale + Margin * titleScale;

        int barScale = LargestFitting(scale, at => Ends(legend, at) <= inner);
        int left = Margin + Font.Width(legend.Low, barScale) + Font.Advance * barScale;
        int right = Margin + inner - Font.Width(legend.High, barScale);
        Low = new PlacedText(legend.Low, Margin, y, barScale);
        Bar = new Box(left, y, right - Font.Advance * barScale - left, Font.CapHeight * barScale);
        High = new PlacedText(legend.High, right, y, barScale);
        y += Font.CapHeight * barScale + Margin * barScale;

        int captionScale = LargestFitting(scale, at => Font.Width(legend.Caption, at) <= inner);
        Caption = new PlacedText(legend.Caption, Margin, y, captionScale);
        Height = y + Font.Height * captionScale + Margin * captionScale;
    }

    /// <summary>The width of the picture: that of what is below, or more where the legend needs it.</summary>
    public long Width { get; }

    /// <summary>The lines that the legend takes.</summary>
    public int Height { get; }

    /// <summary>The layer's name, shortened where it is too long.</summary>
    public PlacedText Name { get; }

    /// <summary>The layer's operator and shape, right of the name.</summary>
    public PlacedText Output { get; }

    /// <summary>What the left end of the bar stands for.</summary>
    public PlacedText Low { get; }

    /// <summary>The colour bar.</summary>
    public Box Bar { get; }

    /// <summary>What the right end of the bar stands for.</summary>
    public PlacedText High { get; }

    /// <summary>Of what these are the smallest and the largest value.</summary>
    public PlacedText Caption { get; }

    private static int NarrowestWidth(Legend legend)
    {
        string name = TextShortening.Middle(legend.Name, NameLength);
        int title = Font.Width(name) + Between(1) + Font.Width(legend.Output);
        return Math.Max(Math.Max(title, Ends(legend, 1)), Font.Width(legend.Caption)) + 2 * Margin;
    }

    /// <summary>The pixels per pixel of the font that suit a picture of that width.</summary>
    private static int TextScale(long width) => width switch
    {
        < 320 => 1,
        < 1200 => 2,
        < 2400 => 3,
        _ => 4,
    };

    private static int LargestFitting(int scale, Func<int, bool> fits)
    {
        while (scale > 1 && !fits(scale))
            scale--;
        return scale;
    }

    /// <summary>The width of the bar's line where the bar is as narrow as it may be.</summary>
    private static int Ends(Legend legend, int scale) =>
        Font.Width(legend.Low, scale) + Font.Width(legend.High, scale) + 2 * Font.Advance * scale + NarrowestBar * scale;

    /// <summary>The space between two parts of a line.</summary>
    private static int Between(int scale) => 2 * Font.Advance * scale;
}
