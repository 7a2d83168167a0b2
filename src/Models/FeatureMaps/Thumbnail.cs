using Fovea.Models.FeatureMaps.Drawing;

namespace Fovea.Models.FeatureMaps;

/// <summary>A small picture of a layer: its strongest channels beside each other, or all values of a vector in a square.</summary>
public sealed class Thumbnail
{
    private const int Gap = 2;

    /// <summary>Maps of fewer values than this are read on one thread.</summary>
    private const int FewValues = 1 << 16;

    /// <summary>
    /// The first colour is that between channels, the last that of what is no number; those in between span the palette. As few as these
    /// are enough to see a pattern, and a fourth of the bytes of all.
    /// </summary>
    private const byte Lowest = 1, Highest = 62, NotANumber = 63;

    private const int Between = Highest - Lowest;

    private static readonly uint[] Colours = [0x202020, .. Viridis(), Palette.NotANumber];

    private readonly byte[] _pixels;
    private readonly int _width;

    private Thumbnail(int[] channels, (float Min, float Max)? range, byte[] pixels, int width)
    {
        Channels = channels;
        (Min, Max) = (range?.Min, range?.Max);
        (_pixels, _width) = (pixels, width);
    }

    /// <summary>The channels that are drawn, the strongest first, by the mean of absolute values.</summary>
    public IReadOnlyList<int> Channels { get; }

    /// <summary>The smallest finite value of the whole layer; null where none is finite.</summary>
    public float? Min { get; }

    /// <summary>The largest finite value of the whole layer; null where none is finite.</summary>
    public float? Max { get; }

    /// <summary>The number of pixels, which is that of the bytes that this takes.</summary>
    public int PixelCount => _pixels.Length;

    /// <summary>Draws channels from left to right; each spans the colours by its own range.</summary>
    /// <param name="map">The map, of any shape that is not empty. It is not read after the call.</param>
    /// <param name="top">How many channels; of a vector, all values are drawn.</param>
    /// <param name="size">The pixels of the longer side of each.</param>
    /// <param name="maxThreads">The most threads to read a large map with.</param>
    public static Thumbnail Of(FeatureMap map, int top, int size, int maxThreads = 1)
    {
        ArgumentNullException.ThrowIfNull(map);
        ValueSums[] sums = Sums(map, maxThreads);
        int[] channels = [.. Enumerable.Range(0, sums.Length).OrderByDescending(channel => sums[channel].Strength).Take(top)];
        (float Min, float Max) range = (sums.Min(of => of.Min), sums.Max(of => of.Max));
        (byte[] pixels, int width) = map.PlaneSize == 1 ? OfVector(map, size, range) : OfChannels(map, channels, sums, size);
        return new Thumbnail(channels, sums.Any(of => of.Finite > 0) ? range : null, pixels, width);
    }

    /// <summary>The picture as a PNG file.</summary>
    public byte[] EncodePng() => IndexedPng.Encode(_pixels, _width, Colours);

    private static IEnumerable<uint> Viridis()
    {
        uint[] all = Palette.Of(Colormap.Viridis).Colours.ToArray();
        return Enumerable.Range(0, Between + 1).Select(i => all[(i * 255 + Between / 2) / Between]);
    }

    private static ValueSums[] Sums(FeatureMap map, int maxThreads)
    {
        var sums = new ValueSums[map.Channels];
        int parts = map.Values.Length < FewValues ? 1 : Math.Clamp(maxThreads, 1, sums.Length);
        Parallel.For(0, parts, part =>
        {
            int end = (int)((long)sums.Length * (part + 1) / parts);
            for (int channel = (int)((long)sums.Length * part / parts); channel < end; channel++)
                sums[channel] = ValueSums.Of(map.Channel(channel));
        });
        return sums;
    }

    private static (byte[] Pixels, int Width) OfChannels(FeatureMap map, int[] channels, ValueSums[] sums, int size)
    {
        (int rows, int columns) = Plane(map);
        double factor = (double)size / Math.Max(rows, columns);
        // A line is drawn thick enough to be seen.
        int least = Math.Min(size, 8);
        int width = Math.Max(least, (int)Math.Round(columns * factor)), height = Math.Max(least, (int)Math.Round(rows * factor));
        int whole = channels.Length * (width + Gap) - Gap;
        byte[] pixels = new byte[whole * height];
        for (int i = 0; i < channels.Length; i++)
        {
            ValueSums range = sums[channels[i]];
            Draw(pixels, whole, map.Channel(channels[i]), columns, new Area(i * (width + Gap), width, height), (range.Min, range.Max));
        }

        return (pixels, whole);
    }

    private static (byte[] Pixels, int Width) OfVector(FeatureMap map, int size, (float Min, float Max) range)
    {
        int columns = (int)Math.Ceiling(Math.Sqrt(map.Channels)), rows = (map.Channels + columns - 1) / columns;
        float[] square = new float[rows * columns];
        map.Values.CopyTo(square);
        square.AsSpan(map.Channels).Fill(map.Values[0]);
        var area = new Area(0, size, Math.Max(1, size * rows / columns));
        byte[] pixels = new byte[area.Width * area.Height];
        Draw(pixels, area.Width, square, columns, area, range);
        return (pixels, area.Width);
    }

    private static (int Rows, int Columns) Plane(FeatureMap map)
    {
        int columns = map.Shape.Rank >= 3 ? (int)map.Shape[-1] : map.PlaneSize;
        return (map.PlaneSize / columns, columns);
    }

    private static void Draw(
        Span<byte> pixels, int whole, ReadOnlySpan<float> values, int columns, Area area, (float Min, float Max) range)
    {
        // Where no value is finite, none lies within the range: infinities get the colours of the ends.
        (float min, float max) = range.Min <= range.Max ? range : (0, 0);
        int rows = values.Length / columns;
        double factor = max > min ? Between / ((double)max - min) : 0;
        for (int y = 0; y < area.Height; y++)
        {
            ReadOnlySpan<float> from = values.Slice((int)((long)y * rows / area.Height) * columns, columns);
            Span<byte> to = pixels.Slice((y * whole) + area.Left, area.Width);
            for (int x = 0; x < to.Length; x++)
            {
                float value = from[(int)((long)x * columns / area.Width)];
                to[x] = value <= min ? Lowest
                    : value >= max ? Highest
                    : float.IsNaN(value) ? NotANumber
                    : (byte)(Lowest + (int)(((double)value - min) * factor + 0.5));
            }
        }
    }

    private readonly record struct Area(int Left, int Width, int Height);
}
