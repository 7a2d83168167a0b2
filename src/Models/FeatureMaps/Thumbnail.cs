using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.FeatureMaps;

/// <summary>A small picture of a layer: its strongest channels beside each other, or all values of a vector in a square.</summary>
/// <param name="Channels">The channels that are drawn, the strongest first, by the mean of absolute values.</param>
/// <param name="Min">The smallest finite value of the whole layer; null where none is finite.</param>
/// <param name="Max">The largest finite value of the whole layer; null where none is finite.</param>
/// <param name="Png">The picture.</param>
public sealed record Thumbnail(IReadOnlyList<int> Channels, float? Min, float? Max, ReadOnlyMemory<byte> Png)
{
    private const uint Background = 0x202020;

    private const int Gap = 2;

    /// <summary>Draws channels from left to right; each spans the colours by its own range.</summary>
    /// <param name="map">The map, of any shape that is not empty.</param>
    /// <param name="top">How many channels; of a vector, all values are drawn.</param>
    /// <param name="size">The pixels of the longer side of each.</param>
    public static Thumbnail Of(FeatureMap map, int top, int size)
    {
        ArgumentNullException.ThrowIfNull(map);
        var sums = new ValueSums[map.Channels];
        for (int channel = 0; channel < sums.Length; channel++)
            sums[channel] = ValueSums.Of(map.Channel(channel));
        int[] channels = [.. Enumerable.Range(0, sums.Length).OrderByDescending(channel => sums[channel].Strength).Take(top)];
        (float min, float max) = (sums.Min(of => of.Min), sums.Max(of => of.Max));
        using Canvas canvas = map.PlaneSize == 1 ? OfVector(map, size, (min, max)) : OfChannels(map, channels, sums, size);
        bool any = sums.Any(of => of.Finite > 0);
        return new Thumbnail(channels, any ? min : null, any ? max : null, canvas.EncodePngFast());
    }

    private static Canvas OfChannels(FeatureMap map, int[] channels, ValueSums[] sums, int size)
    {
        (int rows, int columns) = Plane(map);
        double factor = (double)size / Math.Max(rows, columns);
        // A line is drawn thick enough to be seen.
        int least = Math.Min(size, 8);
        int width = Math.Max(least, (int)Math.Round(columns * factor)), height = Math.Max(least, (int)Math.Round(rows * factor));
        var canvas = new Canvas(channels.Length * (width + Gap) - Gap, height, Background);
        for (int i = 0; i < channels.Length; i++)
        {
            ValueSums range = sums[channels[i]];
            Draw(canvas, map.Channel(channels[i]), (rows, columns), new Area(i * (width + Gap), width, height), (range.Min, range.Max));
        }

        return canvas;
    }

    private static Canvas OfVector(FeatureMap map, int size, (float Min, float Max) range)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(map.Channels)), rows = (map.Channels + columns - 1) / columns;
        float[] square = new float[rows * columns];
        map.Values.CopyTo(square);
        square.AsSpan(map.Channels).Fill(map.Values[0]);
        var area = new Area(0, size, Math.Max(1, size * rows / columns));
        var canvas = new Canvas(area.Width, area.Height, Background);
        Draw(canvas, square, (rows, columns), area, range);
        return canvas;
    }

    private static (int Rows, int Columns) Plane(FeatureMap map)
    {
        int columns = map.Shape.Rank >= 3 ? (int)map.Shape[-1] : map.PlaneSize;
        return (map.PlaneSize / columns, columns);
    }

    private static void Draw(
        Canvas canvas, ReadOnlySpan<float> values, (int Rows, int Columns) plane, Area area, (float Min, float Max) range)
    {
        var palette = Palette.Of(Colormap.Viridis);
        // Where no value is finite, none lies within the range: infinities get the colours of the ends.
        (float min, float max) = range.Min <= range.Max ? range : (0, 0);
        uint[] colours = new uint[area.Width];
        for (int y = 0; y < area.Height; y++)
        {
            ReadOnlySpan<float> row = values.Slice((int)((long)y * plane.Rows / area.Height) * plane.Columns, plane.Columns);
            for (int x = 0; x < area.Width; x++)
                colours[x] = palette.Colour(row[(int)((long)x * plane.Columns / area.Width)], min, max);
            canvas.SetRow(area.Left, y, colours);
        }
    }

    private readonly record struct Area(int Left, int Width, int Height);
}
