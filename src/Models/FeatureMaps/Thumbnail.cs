using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.FeatureMaps;

/// <summary>A small picture of a layer: its strongest channels beside each other, or all values of a vector in a square.</summary>
public static class Thumbnail
{
    private const uint Background = 0x202020;

    private const int Gap = 2;

    /// <summary>Draws the channels from left to right; each spans the colours by its own range.</summary>
    /// <param name="map">The map, of any shape that is not empty.</param>
    /// <param name="channels">The channels; not used of a vector.</param>
    /// <param name="size">The pixels of the longer side of each.</param>
    public static byte[] RenderPng(FeatureMap map, IReadOnlyList<int> channels, int size)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(channels);
        if (map.PlaneSize == 1)
            return RenderVector(map, size);
        (int rows, int columns) = Plane(map);
        double factor = (double)size / Math.Max(rows, columns);
        // A line is drawn thick enough to be seen.
        int least = Math.Min(size, 8);
        int width = Math.Max(least, (int)Math.Round(columns * factor)), height = Math.Max(least, (int)Math.Round(rows * factor));
        using var canvas = new Canvas(channels.Count * (width + Gap) - Gap, height, Background);
        for (int i = 0; i < channels.Count; i++)
            Draw(canvas, map.Channel(channels[i]), (rows, columns), i * (width + Gap), (width, height));
        return canvas.EncodePng();
    }

    private static byte[] RenderVector(FeatureMap map, int size)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(map.Channels)), rows = (map.Channels + columns - 1) / columns;
        float[] square = new float[rows * columns];
        map.Values.CopyTo(square);
        square.AsSpan(map.Channels).Fill(map.Values[0]);
        using var canvas = new Canvas(size, Math.Max(1, size * rows / columns), Background);
        Draw(canvas, square, (rows, columns), 0, (size, Math.Max(1, size * rows / columns)));
        return canvas.EncodePng();
    }

    private static (int Rows, int Columns) Plane(FeatureMap map)
    {
        int columns = map.Shape.Rank >= 3 ? (int)map.Shape[-1] : map.PlaneSize;
        return (map.PlaneSize / columns, columns);
    }

    private static void Draw(
        Canvas canvas, ReadOnlySpan<float> values, (int Rows, int Columns) plane, int left, (int Width, int Height) box)
    {
        var statistics = ChannelStatistics.Of(0, values);
        var palette = Palette.Of(Colormap.Viridis);
        for (int y = 0; y < box.Height; y++)
        {
            int row = (int)((long)y * plane.Rows / box.Height);
            for (int x = 0; x < box.Width; x++)
            {
                float value = values[row * plane.Columns + (int)((long)x * plane.Columns / box.Width)];
                canvas.FillRectangle(left + x, y, 1, 1, palette.Colour(value, statistics.Min ?? 0, statistics.Max ?? 0));
            }
        }
    }
}
