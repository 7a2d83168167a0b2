namespace Fovea.Models.FeatureMaps;

/// <summary>256 colours for values from 0 to 1, and one for NaN.</summary>
internal sealed class Palette
{
    /// <summary>
    /// Twenty equidistant colours of matplotlib's viridis (CC0, by Stéfan van der Walt and Nathaniel Smith), interpolated linearly.
    /// </summary>
    private static readonly uint[] ViridisStops =
    [
        0x440154, 0x481568, 0x482677, 0x453781, 0x3F4788, 0x39558C, 0x32648E, 0x2D718E, 0x287D8E, 0x238A8D,
        0x1F968B, 0x20A386, 0x29AF7F, 0x3CBC75, 0x56C667, 0x74D055, 0x94D840, 0xB8DE29, 0xDCE318, 0xFDE725,
    ];

    private readonly uint[] _colours;

    private Palette(ReadOnlySpan<uint> stops)
    {
        _colours = new uint[256];
        for (int i = 0; i < _colours.Length; i++)
        {
            double position = i / 255.0 * (stops.Length - 1);
            int left = Math.Min((int)position, stops.Length - 2);
            _colours[i] = Mix(stops[left], stops[left + 1], position - left);
        }
    }

    /// <summary>The colour of NaN, 0xRRGGBB: magenta, which neither palette contains.</summary>
    public const uint NotANumber = 0xFF00FF;

    private static Palette Viridis { get; } = new(ViridisStops);

    private static Palette Gray { get; } = new([0x000000, 0xFFFFFF]);

    /// <summary>
    /// From blue through white to red, for values on both sides of 0: seven of the colours of ColorBrewer's RdBu (Apache-2.0, by Cynthia
    /// Brewer, Mark Harrower and Pennsylvania State University), which colour-blind people tell apart.
    /// </summary>
    public static Palette Signed { get; } = new([0x2166AC, 0x67A9CF, 0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xEF8A62, 0xB2182B]);

    public static Palette Of(Colormap colormap) => colormap switch
    {
        Colormap.Viridis => Viridis,
        Colormap.Gray => Gray,
        _ => throw new ArgumentOutOfRangeException(nameof(colormap), colormap, "Not a colour map."),
    };

    /// <summary>The colours, 0xRRGGBB, from that of 0 to that of 1.</summary>
    public ReadOnlySpan<uint> Colours => _colours;

    /// <summary>
    /// The colour, 0xRRGGBB, of <paramref name="value"/> within [min, max]; infinities get the colours of the ends. In an empty range,
    /// values above it get the high end, all others the low end.
    /// </summary>
    public uint Colour(float value, float min, float max) => float.IsNaN(value) ? NotANumber : _colours[Index(value, min, max)];

    /// <summary>The number of the colour of a value that is not NaN.</summary>
    public static byte Index(float value, float min, float max)
    {
        double range = (double)max - min;
        double position = range > 0 ? ((double)value - min) / range : value > max ? 1 : 0;
        return (byte)Math.Round(Math.Clamp(position, 0, 1) * byte.MaxValue);
    }

    private static uint Mix(uint a, uint b, double weight)
    {
        uint colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8)
        {
            double from = (a >> shift) & 0xFF;
            double to = (b >> shift) & 0xFF;
            colour |= (uint)Math.Round(from + (to - from) * weight) << shift;
        }

        return colour;
    }
}
