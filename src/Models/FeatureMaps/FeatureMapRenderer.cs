namespace Fovea.Models.FeatureMaps;

/// <summary>Draws feature maps as PNG images: a single channel, or all channels in a grid.</summary>
public static class FeatureMapRenderer
{
    private const uint Background = 0x202020;
    private const uint LabelColour = 0xE0E0E0;
    private const int ComfortableSide = 48;
    private const int ComfortableSingleSide = 224;
    private const int MaxSide = 32_767;

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
        if (options.Scale is < RenderOptions.MinScale or > RenderOptions.MaxScale)
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Scale, $"The scale is {RenderOptions.MinScale} to {RenderOptions.MaxScale}.");

        int scale = ChooseScale(map, options);
        return options.Channel is { } channel ? RenderOne(map, channel, scale, options) : RenderGrid(map, scale, options);
    }

    private static byte[] RenderOne(FeatureMap map, int channel, int scale, RenderOptions options)
    {
        using var canvas = new Canvas(map.Width * scale, map.Height * scale, Background);
        Paint(canvas, map, channel, 0, 0, scale, options, Range(map, channel, options.Normalize));
        return canvas.EncodePng();
    }

    private static byte[] RenderGrid(FeatureMap map, int scale, RenderOptions options)
    {
        var layout = new GridLayout(map.Channels, map.Width * scale, map.Height * scale);
        using var canvas = new Canvas((int)layout.Width, (int)layout.Height, Background);
        (float, float)? layerRange = options.Normalize == NormalizationScope.Layer ? Range(map, 0, NormalizationScope.Layer) : null;
        for (int channel = 0; channel < map.Channels; channel++)
        {
            (int labelX, int labelY) = layout.Label(channel);
            DigitFont.Draw(canvas, labelX, labelY, channel, LabelColour);
            (int x, int y) = layout.Map(channel);
            Paint(canvas, map, channel, x, y, scale, options, layerRange ?? Range(map, channel, NormalizationScope.Channel));
        }

        return canvas.EncodePng();
    }

    private static void Paint(
        Canvas canvas, FeatureMap map, int channel, int left, int top, int scale, RenderOptions options, (float Min, float Max) range)
    {
        ReadOnlySpan<float> values = map.Channel(channel);
        Palette palette = Palette.Of(options.Colormap);
        for (int row = 0; row < map.Height; row++)
        {
            for (int column = 0; column < map.Width; column++)
            {
                uint colour = palette.Colour(values[row * map.Width + column], range.Min, range.Max);
                for (int line = 0; line < scale; line++)
                    canvas.Fill(left + column * scale, top + row * scale + line, scale, colour);
            }
        }
    }

    private static (float Min, float Max) Range(FeatureMap map, int channel, NormalizationScope normalize)
    {
        var statistics = ChannelStatistics.Of(channel, normalize == NormalizationScope.Layer ? map.Values : map.Channel(channel));
        return (statistics.Min ?? 0, statistics.Max ?? 0);
    }

    private static int ChooseScale(FeatureMap map, RenderOptions options)
    {
        int longest = Math.Max(map.Width, map.Height);
        int comfortable = options.Channel is null ? ComfortableSide : ComfortableSingleSide;
        int scale = options.Scale ?? Math.Clamp((comfortable + longest - 1) / longest, RenderOptions.MinScale, RenderOptions.MaxScale);
        while (options.Scale is null && scale > 1 && !Fits(Size(map, scale, options), options))
            scale--;
        (long width, long height) = Size(map, scale, options);
        if (!Fits((width, height), options))
        {
            throw new PictureTooLargeException(
                $"The picture of '{map.Layer.Name}' {map.Shape} at scale {scale} would be {width}x{height} pixels; at most " +
                $"{options.MaxPixels} pixels " +
                $"and {MaxSide} per side are drawn. Ask for a smaller scale, for one channel, or for the numbers.");
        }

        return scale;
    }

    private static bool Fits((long Width, long Height) size, RenderOptions options) =>
        size.Width <= MaxSide && size.Height <= MaxSide && size.Width * size.Height <= options.MaxPixels;

    private static (long Width, long Height) Size(FeatureMap map, int scale, RenderOptions options)
    {
        if (options.Channel is not null)
            return ((long)map.Width * scale, (long)map.Height * scale);
        if (map.Width > MaxSide || map.Height > MaxSide)
            return (map.Width, map.Height);
        var layout = new GridLayout(map.Channels, map.Width * scale, map.Height * scale);
        return (layout.Width, layout.Height);
    }
}
