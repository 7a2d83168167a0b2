namespace Fovea.Imaging.Metadata;

/// <summary>
/// Reads the orientation from the first directory of EXIF data (CIPA DC-008; TIFF 6.0, section 2). Cameras and editors write it in other
/// types than SHORT; Pillow takes any number that equals 1 to 8, and so does this. Never reads beyond the data, whatever a length says.
/// </summary>
internal static class ExifDirectory
{
    private const ushort OrientationTag = 0x0112;
    private const int EntryLength = 12;
    private const int Inline = 4;

    /// <summary>Reads the orientation as it is written; null where there is no such entry, 0 where it is no small whole number.</summary>
    public static int? ReadOrientation(ReadOnlySpan<byte> exif)
    {
        while (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        if (exif.IsEmpty)
            return null;
        if (exif.Length < 8 || !IsHeader(exif))
            return 0;
        var tiff = new TiffBytes(exif, littleEndian: exif[0] == 'I');
        long directory = tiff.UInt32(4);
        if (directory > exif.Length - 2)
            return null;
        int? found = null;
        int count = tiff.UInt16((int)directory);
        for (int i = 0; i < count; i++)
        {
            long entry = directory + 2 + i * EntryLength;
            if (entry > exif.Length - EntryLength)
                break;
            TiffType? type = TiffType.Find(tiff.UInt16((int)entry + 2));
            long size = tiff.UInt32((int)entry + 4) * (type?.Size ?? 0L);
            // Entries of unknown types and those without a value do not count.
            if (type is null || size == 0)
                continue;
            long value = size > Inline ? tiff.UInt32((int)entry + 8) : entry + 8;
            // A value that lies outside of the data ends the directory.
            if (value > exif.Length - size)
                break;
            // Of several entries the last one counts.
            if (tiff.UInt16((int)entry) == OrientationTag)
                found = Whole(type.Read(tiff, (int)value));
        }

        return found;
    }

    // The second and third line have the magic number in the other byte order, and the last one is Pillow's reading of BigTIFF.
    private static bool IsHeader(ReadOnlySpan<byte> exif) =>
        exif.StartsWith("II*\0"u8) || exif.StartsWith("MM\0*"u8)
        || exif.StartsWith("II\0*"u8)
        || exif.StartsWith("MM*\0"u8)
        || exif.StartsWith("MM\0+"u8);

    private static int Whole(double value) => value is >= 1 and <= 8 && value == Math.Floor(value) ? (int)value : 0;
}
