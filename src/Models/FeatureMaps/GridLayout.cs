namespace Fovea.Models.FeatureMaps;

/// <summary>The positions of the channels and their labels in a nearly square grid, in pixels.</summary>
internal readonly record struct GridLayout
{
    private readonly long _cellWidth;
    private readonly long _cellHeight;
    private readonly int _columns;

    /// <param name="channels">How many maps there are, at least one.</param>
    /// <param name="labels">One more than the largest index that labels a map.</param>
    /// <param name="map">The width and the height of each in pixels.</param>
    /// <param name="style">How they are labelled.</param>
    public GridLayout(int channels, int labels, (long Width, long Height) map, GridStyle style)
    {
        Style = style;
        _cellWidth = Math.Max(map.Width, style.LabelWidth(labels - 1)) + style.Gap;
        _cellHeight = map.Height + style.LabelHeight + style.Gap;
        double square = Math.Sqrt((double)channels * _cellHeight / _cellWidth);
        _columns = style.Full ? FullestColumns(channels, square) : Math.Clamp((int)Math.Ceiling(square), 1, channels);
        int rows = Rows(channels, _columns);
        Width = _columns * _cellWidth + style.Gap;
        Height = rows * _cellHeight + style.Gap;
    }

    public GridStyle Style { get; }

    public long Width { get; }

    public long Height { get; }

    public (int X, int Y) Label(int channel) => (
        (int)(Style.Gap + channel % _columns * _cellWidth),
        (int)(Style.Gap + channel / _columns * _cellHeight));

    public (int X, int Y) Map(int channel)
    {
        (int x, int y) = Label(channel);
        return (x, y + Style.LabelHeight);
    }

    /// <summary>
    /// Of the numbers of columns around that of a square picture, the one that leaves the fewest places empty, then the squarest.
    /// </summary>
    private static int FullestColumns(int channels, double square)
    {
        int least = Math.Clamp((int)square, 1, channels);
        int most = Math.Clamp((int)Math.Ceiling(square) + 1, 1, channels);
        return Enumerable.Range(least, most - least + 1)
            .OrderBy(columns => Rows(channels, columns) * columns)
            .ThenBy(columns => Math.Abs(Math.Log(columns / square)))
            .First();
    }

    private static int Rows(int channels, int columns) => (channels + columns - 1) / columns;
}
