using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.FeatureMaps;

/// <summary>Draws feature maps as PNG images: a single channel, or all channels in a grid, with or without a legend.</summary>
public static class FeatureMapRenderer
{
    private const uint Background = 0x202020;
    private const uint LabelColour = 0xE0E0E0;
    private const uint SecondaryColour = 0xA0A0A0;

    /// <summary>Draws the map; the same map and options give the same bytes.</summary>
    /// <exception cref="InvalidOperationException">The layer's output cannot be drawn.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The channel or the scale is out of range.</exception>
    /// <exception cref="PictureTooLargeException">
    /// The picture would have more pixels than <see cref="RenderOptions.MaxPixels"/>.
    /// </exception>
    public static byte[] RenderPng(FeatureMap map, RenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(options);
        if (!map.IsMap)
            throw new InvalidOperationException(
                $"The output {map.Shape} of the layer '{map.Layer.Name}' cannot be drawn; expected (1,C,H,W) or (1,C).");
        if (options.Channel is { } wanted && (wanted < 0 || wanted >= map.Channels))
            throw new ArgumentOutOfRangeException(
                nameof(options), wanted, $"The layer '{map.Layer.Name}' has the channels 0 to {map.Channels - 1}.");
        if (options.Channels is { } some && (some.Count == 0 || some.Any(channel => channel < 0 || channel >= map.Channels)))
            throw new ArgumentOutOfRangeException(
                nameof(options), "none", $"The layer '{map.Layer.Name}' has the channels 0 to {map.Channels - 1}; some were expected.");
        if (options.Scale is < RenderOptions.MinScale or > RenderOptions.MaxScale)
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Scale, $"The scale is {RenderOptions.MinScale} to {RenderOptions.MaxScale}.");

        NormalizationScope scope = options.ScopeFor(map);
        Legend? legend = options.WantsLegend ? Legend.Of(map, options.Channel, scope) : null;
        var layout = PictureLayout.Choose(MapExtent.Of(map, options), legend, options);
        if (!layout.Fits(options.MaxPixels))
            throw TooLarge(map, options, layout);
        return Draw(map, options, scope, layout, legend);
    }

    private static byte[] Draw(FeatureMap map, RenderOptions options, NormalizationScope scope, PictureLayout layout, Legend? legend)
    {
        using var canvas = new Canvas((int)layout.Width, (int)layout.Height, Background);
        var palette = Palette.Of(options.Colormap);
        if (layout.Legend is { } places && legend is not null)
            DrawLegend(canvas, places, legend.Bar, palette);
        ValueRange? layer = scope == NormalizationScope.Layer ? ValueRange.OfLayer(map) : null;
        IReadOnlyList<int> channels = options.Channel is { } one ? [one] : options.Channels ?? [.. Enumerable.Range(0, map.Channels)];
        for (int i = 0; i < channels.Count; i++)
        {
            if (layout.Grid is { Style: { } style })
            {
                (int x, int y) = layout.Label(i);
                style.Font.Draw(canvas, x, y, GridStyle.Label(channels[i]), LabelColour, style.FontScale);
            }

            DrawMap(
                canvas, map, channels[i], layout.Map(i), layout.Scale, palette, layer ?? ValueRange.OfChannel(map, channels[i]));
        }

        return canvas.EncodePng();
    }

    private static void DrawLegend(Canvas canvas, LegendLayout places, ValueRange values, Palette palette)
    {
        Write(canvas, places.Name, LabelColour);
        Write(canvas, places.Output, SecondaryColour);
        Write(canvas, places.Low, LabelColour);
        Write(canvas, places.High, LabelColour);
        Write(canvas, places.Caption, SecondaryColour);
        Box bar = places.Bar;
        double min = values.Min ?? 0, max = values.Max ?? 0;
        for (int column = 0; column < bar.Width; column++)
        {
            float value = (float)(min + (max - min) * column / (bar.Width - 1));
            canvas.FillRectangle(bar.X + column, bar.Y, 1, bar.Height, palette.Colour(value, (float)min, (float)max));
        }
    }

    private static void Write(Canvas canvas, PlacedText text, uint colour) =>
        BitmapFont.Text.Draw(canvas, text.X, text.Y, text.Text, colour, text.Scale);

    private static void DrawMap(
        Canvas canvas, FeatureMap map, int channel, (int X, int Y) corner, int scale, Palette palette, ValueRange range)
    {
        ReadOnlySpan<float> values = map.Channel(channel);
        float min = range.Min ?? 0, max = range.Max ?? 0;
        for (int row = 0; row < map.Height; row++)
        {
            for (int column = 0; column < map.Width; column++)
            {
                uint colour = palette.Colour(values[row * map.Width + column], min, max);
                canvas.FillRectangle(corner.X + column * scale, corner.Y + row * scale, scale, scale, colour);
            }
        }
    }

    private static PictureTooLargeException TooLarge(FeatureMap map, RenderOptions options, PictureLayout layout) => new(
        $"The picture of '{map.Layer.Name}' {map.Shape} at scale {layout.Scale} would be {layout.Width}x{layout.Height} pixels; at most " +
        $"{options.MaxPixels} pixels and {PictureLayout.MaxSide} per side are drawn. Ask for a smaller scale, for one channel, " +
        $"{(layout.Legend is null ? "" : "for no legend, ")}or for the numbers.");
}
