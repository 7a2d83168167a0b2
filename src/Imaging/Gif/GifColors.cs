using System.Runtime.InteropServices;

namespace Fovea.Imaging.Gif;

/// <summary>The colours of a GIF's indices, as Pillow gives them.</summary>
internal static class GifColors
{
    private const int Count = 256;
    private const byte Opaque = 255;

    /// <summary>
    /// Makes the table of all 256 indices as RGBA. An index beyond the file's table is black; without any table, indices are gray values.
    /// </summary>
    /// <param name="frame">The frame's own table, 3 bytes per colour; empty where there is none.</param>
    /// <param name="screen">The table of the whole file; empty where there is none.</param>
    /// <param name="transparent">The transparent index, which keeps its colour, with an alpha of 0; null where there is none.</param>
    public static uint[] Table(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> screen, byte? transparent)
    {
        // Pillow takes no notice of a table whose colours are the gray values of their indices.
        ReadOnlySpan<byte> used = !IsGrayRamp(frame) ? frame : !IsGrayRamp(screen) ? screen : default;
        uint[] colors = new uint[Count];
        Span<byte> bytes = MemoryMarshal.AsBytes(colors.AsSpan());
        for (int i = 0; i < Count; i++)
        {
            Span<byte> color = bytes.Slice(4 * i, 4);
            if (used.IsEmpty)
                color.Fill((byte)i);
            else if (3 * i < used.Length)
                used.Slice(3 * i, 3).CopyTo(color);
            color[3] = i == transparent ? (byte)0 : Opaque;
        }

        return colors;
    }

    private static bool IsGrayRamp(ReadOnlySpan<byte> table)
    {
        for (int i = 0; i < table.Length; i++)
        {
            if (table[i] != i / 3)
                return false;
        }

        return true;
    }
}
