namespace Fovea.Imaging.Metadata;

/// <summary>
/// Finds the orientation in an XMP packet (XMP specification, part 2, "Exif schema for TIFF properties"), as an attribute or as an element,
/// by the text that Pillow looks for; the XML is not parsed.
/// </summary>
internal static class XmpPacket
{
    /// <summary>Reads the orientation as it is written, 0 to 9; null where there is none.</summary>
    public static int? ReadOrientation(ReadOnlySpan<byte> xmp)
    {
        ReadOnlySpan<byte> name = "tiff:Orientation"u8;
        for (int at = xmp.IndexOf(name); at >= 0; at = xmp.IndexOf(name))
        {
            xmp = xmp[(at + name.Length)..];
            int before = xmp.StartsWith("=\""u8) ? 2 : xmp.StartsWith(">"u8) ? 1 : xmp.Length;
            if (before < xmp.Length && xmp[before] is >= (byte)'0' and <= (byte)'9')
                return xmp[before] - '0';
        }

        return null;
    }
}
