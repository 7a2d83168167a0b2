using System.Globalization;

namespace Fovea.Imaging.Pixels;

/// <summary>An opaque colour, each part 0..255.</summary>
public readonly record struct RgbColor(byte R, byte G, byte B)
{
    /// <summary>Reads <c>#rrggbb</c>.</summary>
    public static bool TryParse(string text, out RgbColor color)
    {
        ArgumentNullException.ThrowIfNull(text);
        color = default;
        if (text.Length != 7 || text[0] != '#' || !uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value))
            return false;
        color = new RgbColor((byte)(value >> 16), (byte)(value >> 8), (byte)value);
        return true;
    }

    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");
}
