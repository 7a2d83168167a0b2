using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>
/// Writes PNG files whose pixels are numbers of colours, one byte each: a quarter of the bytes to compress, for pictures that are small,
/// and many (Portable Network Graphics, third edition, W3C 2025, sections 5 and 11).
/// </summary>
internal static class IndexedPng
{
    private const int HeaderLength = 13;

    /// <summary>A bit depth of 8, colours by number, and the usual methods of compression, filtering and order.</summary>
    private static ReadOnlySpan<byte> Format => [8, 3, 0, 0, 0];

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="pixels">The numbers of colours, row by row.</param>
    /// <param name="width">The pixels of a row; more than 0.</param>
    /// <param name="colours">Up to 256 colours, 0xRRGGBB.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, int width, ReadOnlySpan<uint> colours)
    {
        byte[] palette = new byte[3 * colours.Length];
        for (int i = 0; i < colours.Length; i++)
        {
            palette[3 * i] = (byte)(colours[i] >> 16);
            palette[3 * i + 1] = (byte)(colours[i] >> 8);
            palette[3 * i + 2] = (byte)colours[i];
        }

        using var file = new MemoryStream();
        Begin(file, width, pixels.Length / width, Format);
        Write(file, "PLTE"u8, palette);
        Write(file, "IDAT"u8, Compressed(pixels, width));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Writes what stands before the first chunk of any picture, and its header.</summary>
    public static void Begin(MemoryStream file, int width, int height, ReadOnlySpan<byte> format)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        format.CopyTo(header[8..]);
        file.Write(Signature);
        Write(file, "IHDR"u8, header);
    }

    private static byte[] Compressed(ReadOnlySpan<byte> pixels, int width)
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Before each row stands its filter: none.
            byte[] row = new byte[1 + width];
            for (int start = 0; start < pixels.Length; start += width)
            {
                pixels.Slice(start, width).CopyTo(row.AsSpan(1));
                deflate.Write(row);
            }
        }

        return data.ToArray();
    }

    /// <summary>Writes a chunk; its checksum is over its type and its data.</summary>
    public static void Write(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        var checksum = new Crc32();
        checksum.Append(type);
        checksum.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        file.Write(number);
    }
}
