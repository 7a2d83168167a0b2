using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>The table of colours of a TIFF (TIFF 6.0, section 5).</summary>
internal static class TiffPalette
{
    /// <summary>Reads the table; empty where pixels are no indices.</summary>
    /// <returns>3 bytes per colour, for all 256 indices: those that a sample cannot have are black.</returns>
    /// <exception cref="FormatFaultException">It is missing or too short.</exception>
    public static byte[] Read(TiffDirectory directory, TiffColors colors, int bits)
    {
        if (colors != TiffColors.Palette)
            return [];
        int count = 1 << bits;
        if (directory.Count(TiffTag.ColorMap) < 3 * count)
            throw FormatFaultException.Header(
                $"a table of {directory.Count(TiffTag.ColorMap)} values; indices of {bits} bits need {3 * count}");
        byte[] palette = new byte[3 * 256];
        // All reds, all greens, all blues, of 16 bits each; Pillow keeps the high byte.
        for (int i = 0; i < 3 * count; i++)
            palette[i % count * 3 + i / count] = (byte)(directory.Value(TiffTag.ColorMap, missing: 0, i) >> 8);
        return palette;
    }
}
