namespace Fovea.Models.FeatureMaps;

/// <summary>
/// Where everything in a picture is: the legend on top, if there is one, and below it the channels in a grid, or a single one.
/// </summary>
internal sealed class PictureLayout
{
    /// <summary>The most pixels of a side.</summary>
    public const int MaxSide = 32_767;

    private const int SingleMargin = 4;

    private PictureLayout(MapExtent maps, int scale, Legend? legend)
    {
        Scale = scale;
        long width = (long)maps.Width * scale;
        long height = (long)maps.Height * scale;
        if (!maps.Single)
        {
            Grid = new GridLayout(
                maps.Channels, maps.Labels, (width, height), legend is null ? GridStyle.Bare : GridStyle.Legible(maps.Labels, width));
            (width, height) = (Grid.Value.Width, Grid.Value.Height);
        }
        else if (legend is not null)
        {
            (width, height) = (width + 2 * SingleMargin, height + 2 * SingleMargin);
        }

        if (legend is not null)
            Legend = new LegendLayout(legend, width);
        Width = Legend?.Width ?? width;
        Height = height + Top;
    }

    /// <summary>The pixels per value and axis.</summary>
    public int Scale { get; }

    public LegendLayout? Legend { get; }

    /// <summary>The grid, below the legend; null where one channel is drawn.</summary>
    public GridLayout? Grid { get; }

    public long Width { get; }

    public long Height { get; }

    private int Top => Legend?.Height ?? 0;

    /// <summary>
    /// Chooses the layout that the options ask for. Without a scale it is the one at which maps are easy to see, or a smaller one
    /// where the picture would become too large. A legend that was not asked for is left out where it would make the picture too large.
    /// </summary>
    /// <returns>A layout that fits, or the smallest of those that do not.</returns>
    public static PictureLayout Choose(MapExtent maps, Legend? legend, RenderOptions options)
    {
        if (legend is not null)
        {
            PictureLayout explained = AtScale(maps, legend, options);
            if (options.Legend == true || explained.Fits(options.MaxPixels))
                return explained;
        }

        return AtScale(maps, null, options);
    }

    /// <summary>Whether the picture has at most that many pixels, and sides that can be drawn.</summary>
    public bool Fits(long maxPixels) => Width <= MaxSide && Height <= MaxSide && Width * Height <= maxPixels;

    /// <summary>The top left corner of a channel's label. There are none where one channel is drawn.</summary>
    public (int X, int Y) Label(int channel) => Below(Grid!.Value.Label(channel));

    /// <summary>The top left corner of a channel's map.</summary>
    public (int X, int Y) Map(int channel)
    {
        int margin = Legend is null ? 0 : SingleMargin;
        return Below(Grid is { } grid ? grid.Map(channel) : (margin, margin));
    }

    private static PictureLayout AtScale(MapExtent maps, Legend? legend, RenderOptions options)
    {
        if (options.Scale is { } asked)
            return new PictureLayout(maps, asked, legend);
        var enlargement = Enlargement.For(maps, legend is not null);
        long bound = Math.Min(options.MaxPixels, enlargement.MaxPixels);
        for (int scale = enlargement.Scale; scale > 1; scale--)
        {
            var layout = new PictureLayout(maps, scale, legend);
            if (layout.Fits(bound))
                return layout;
        }

        return new PictureLayout(maps, 1, legend);
    }

    private (int X, int Y) Below((int X, int Y) place) => (place.X, place.Y + Top);
}
