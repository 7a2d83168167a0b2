using System.Buffers.Binary;

namespace Fovea.Imaging.Metadata;

/// <summary>Finds the EXIF data and the XMP packet in a WebP's chunks (RFC 9649, 2.7).</summary>
internal static class WebPMetadata
{
    private const int FileHeader = 12;
    private const int ChunkHeader = 8;
    private const int ExifFlag = 0x08;
    private const int XmpFlag = 0x04;

    /// <summary>Finds the first of each, where the extended header (VP8X) announces it.</summary>
    public static ImageMetadata Find(ReadOnlySpan<byte> file)
    {
        int flags = 0;
        bool hasExif = false;
        ReadOnlySpan<byte> exif = default, xmp = default;
        ReadOnlySpan<byte> rest = file.Length > FileHeader ? file[FileHeader..] : default;
        while (rest.Length >= ChunkHeader)
        {
            ReadOnlySpan<byte> name = rest[..4];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - ChunkHeader)
                break;
            ReadOnlySpan<byte> content = rest.Slice(ChunkHeader, (int)length);
            if (name.SequenceEqual("VP8X"u8) && length > 0)
                flags = content[0];
            else if (name.SequenceEqual("EXIF"u8) && (flags & ExifFlag) != 0 && !hasExif)
            {
                exif = content;
                hasExif = true;
            }
            else if (name.SequenceEqual("XMP "u8) && (flags & XmpFlag) != 0 && xmp.IsEmpty)
                xmp = content;
            // Chunks are padded to an even length.
            rest = rest[Math.Min(rest.Length, ChunkHeader + (int)length + ((int)length & 1))..];
        }

        return new ImageMetadata { HasExif = hasExif, Exif = exif, Xmp = xmp };
    }
}
