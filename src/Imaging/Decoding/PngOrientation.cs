using System.Buffers.Binary;
using Fovea.Imaging.Pixels;

namespace Fovea.Imaging.Decoding;

/// <summary>Reads the orientation in a PNG's eXIf chunk (PNG specification, third edition, 11.3.4.4), which Skia ignores.</summary>
internal static class PngOrientation
{
    private const int SignatureLength = 8;
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;

    /// <summary>Reads the orientation; <see cref="ExifOrientation.Normal"/> where there is none or it is invalid.</summary>
    public static ExifOrientation Read(ReadOnlySpan<byte> png)
    {
        long position = SignatureLength;
        while (position + 8 <= png.Length)
        {
            ReadOnlySpan<byte> chunk = png[(int)position..];
            uint length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            if (chunk[4..].StartsWith("eXIf"u8))
                return length <= chunk.Length - 8 ? ReadExif(chunk.Slice(8, (int)length)) : ExifOrientation.Normal;

            // Length, type and checksum take 12 bytes.
            position += 12L + length;
        }

        return ExifOrientation.Normal;
    }

    // A TIFF header, then the first directory: a count, and entries of 12 bytes.
    private static ExifOrientation ReadExif(ReadOnlySpan<byte> exif)
    {
        bool little = exif.StartsWith("II*\0"u8);
        if (exif.Length < 8 || (!little && !exif.StartsWith("MM\0*"u8)))
            return ExifOrientation.Normal;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
            return ExifOrientation.Normal;
        ReadOnlySpan<byte> entries = exif[(int)directory..];
        int count = Math.Min(UInt16(entries, little), (entries.Length - 2) / 12);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(2 + i * 12, 12);
            if (UInt16(entry, little) != OrientationTag)
                continue;
            int value = UInt16(entry[8..], little);
            return UInt16(entry[2..], little) == ShortType && value is >= 1 and <= 8 ? (ExifOrientation)value : ExifOrientation.Normal;
        }

        return ExifOrientation.Normal;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
