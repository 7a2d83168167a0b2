using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Netpbm;

/// <summary>
/// From values to bytes, as Pillow does it: colours are scaled to 0..255. Gray beyond 255 is scaled to 0..65535 and then clipped to 255.
/// </summary>
internal static class NetpbmScale
{
    /// <summary>The bytes of all values that a sample can have.</summary>
    public static byte[] Table(NetpbmHeader header)
    {
        byte[] table = new byte[header.Largest > byte.MaxValue ? 1 << 16 : 1 << 8];
        int white = header.Largest > byte.MaxValue && header.Samples == 1 ? ushort.MaxValue : byte.MaxValue;
        for (int value = 0; value < table.Length; value++)
        {
            double scaled = Math.Round((double)value / header.Largest * white, MidpointRounding.ToEven);
            table[value] = (byte)Math.Min(scaled, byte.MaxValue);
        }

        return table;
    }

    /// <summary>
    /// The same for samples beyond 255 with all of their bits: scaled to 0..65535 as Pillow does it with gray, and divided by 257.
    /// </summary>
    public static float[] DeepTable(NetpbmHeader header)
    {
        float[] table = new float[1 << 16];
        for (int value = 0; value < table.Length; value++)
        {
            double scaled = Math.Round((double)value / header.Largest * ushort.MaxValue, MidpointRounding.ToEven);
            table[value] = (float)Math.Min(scaled, ushort.MaxValue) / DeepPixels.WordsPerByte;
        }

        return table;
    }
}
