using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Fovea.Models.FeatureMaps.Drawing;

/// <summary>Writes PNG files (Portable Network Graphics, third edition, W3C 2025, sections 5 and 11).</summary>
internal static class PngFile
{
    private const int HeaderLength = 13;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <param name="width">The pixels of a row; more than 0.</param>
    /// <param name="depth">The bits of a pixel.</param>
    /// <param name="colourType">What they are: 0 gray, 3 the number of a colour.</param>
    /// <param name="rows">The rows, each of whole bytes; the leftmost pixel has the highest bits.</param>
    /// <param name="palette">The colours, 0xRRGGBB; none for gray.</param>
    public static byte[] Encode(int width, byte depth, byte colourType, ReadOnlySpan<byte> rows, ReadOnlySpan<uint> palette)
    {
        int pitch = ((width * depth) + 7) / 8;
        using var file = new MemoryStream();
        Begin(file, width, rows.Length / pitch, depth, colourType);
        if (palette.Length > 0)
            Write(file, "PLTE"u8, Bytes(palette));
        Write(file, "IDAT"u8, Compressed(rows, pitch));
        Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Writes what stands before the first chunk of any picture, and its header.</summary>
    /// <param name="file">The file, which is empty.</param>
    /// <param name="width">The pixels of a row; more than 0.</param>
    /// <param name="height">The rows; more than 0.</param>
    /// <param name="depth">The bits of a sample.</param>
    /// <param name="colourType">What samples are: 0 gray, 2 red, green and blue, 3 the number of a colour.</param>
    public static void Begin(MemoryStream file, int width, int height, byte depth, byte colourType)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (depth, colourType);
        file.Write(Signature);
        Write(file, "IHDR"u8, header);
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

    private static byte[] Bytes(ReadOnlySpan<uint> palette)
    {
        byte[] bytes = new byte[3 * palette.Length];
        for (int i = 0; i < palette.Length; i++)
        {
            bytes[3 * i] = (byte)(palette[i] >> 16);
            bytes[3 * i + 1] = (byte)(palette[i] >> 8);
            bytes[3 * i + 2] = (byte)palette[i];
        }

        return bytes;
    }

    private static byte[] Compressed(ReadOnlySpan<byte> rows, int pitch)
    {
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Before each row stands its filter: none.
            byte[] row = new byte[1 + pitch];
            for (int start = 0; start < rows.Length; start += pitch)
            {
                rows.Slice(start, pitch).CopyTo(row.AsSpan(1));
                deflate.Write(row);
            }
        }

        return data.ToArray();
    }
}
