namespace Fovea.Models.FeatureMaps;

/// <summary>The positions of the channels and their labels in a nearly square grid, in pixels.</summary>
internal readonly record struct GridLayout
{
    private const int Gap = 2;
    private const int LabelHeight = DigitFont.GlyphHeight + 2;

    private readonly int _cellWidth;
    private readonly int _cellHeight;
    private readonly int _columns;

    public GridLayout(int channels, int mapWidth, int mapHeight)
    {
        _cellWidth = Math.Max(mapWidth, DigitFont.Width(channels - 1)) + Gap;
        _cellHeight = mapHeight + LabelHeight + Gap;
        double square = Math.Sqrt((double)channels * _cellHeight / _cellWidth);
        _columns = Math.Clamp((int)Math.Ceiling(square), 1, channels);
        int rows = (channels + _columns - 1) / _columns;
        Width = (long)_columns * _cellWidth + Gap;
        Height = (long)rows * _cellHeight + Gap;
    }

    public long Width { get; }

    public long Height { get; }

    public (int X, int Y) Label(int channel) => (Gap + channel % _columns * _cellWidth, Gap + channel / _columns * _cellHeight);

    public (int X, int Y) Map(int channel)
    {
        (int x, int y) = Label(channel);
        return (x, y + LabelHeight);
    }
}
