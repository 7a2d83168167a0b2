using System.Buffers.Binary;
using System.IO.Compression;
using Fovea.Tests.Support;

namespace Fovea.Imaging.Tests.Png;

/// <summary>Writes PNGs, also such as nobody should write.</summary>
internal static class PngFile
{
    /// <summary>Begins a file: signature and header.</summary>
    public static byte[] Header(int width, int height, int bits = 16, int color = 0, int interlacing = 0)
    {
        byte[] content = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(content, width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), height);
        (content[8], content[9], content[12]) = ((byte)bits, (byte)color, (byte)interlacing);
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR"u8, content)];
    }

    /// <summary>A chunk.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] length = new byte[4], checksum = new byte[4], named = [.. type, .. content];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Checksum(named));
        return [.. length, .. named, .. checksum];
    }

    /// <summary>A file of gray words, each row with the filter 0.</summary>
    public static byte[] Gray(int width, int height, Func<int, int, ushort> value)
    {
        byte[] rows = new byte[height * (1 + 2 * width)];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                BinaryPrimitives.WriteUInt16BigEndian(rows.AsSpan(y * (1 + 2 * width) + 1 + 2 * x), value(x, y));
        }

        return [.. Header(width, height), .. Chunk("IDAT"u8, Deflate(rows)), .. Chunk("IEND"u8, [])];
    }

    /// <summary>A file of any kind of samples, with filters of every kind, whose differences are noise.</summary>
    public static byte[] Noisy(int width, int height, int color, int interlacing)
    {
        // More rows than Adam7 has in its seven passes, each as long as the longest.
        int pitch = 1 + 2 * width * (color switch { 0 => 1, 2 => 3, 4 => 2, _ => 4 });
        byte[] rows = Noise.Rgba(pitch, 2 * height, color);
        for (int i = 0; i < rows.Length; i++)
            rows[i] = i % pitch == 0 || interlacing > 0 ? (byte)(rows[i] % 5) : rows[i];
        return
        [
            .. Header(width, height, color: color, interlacing: interlacing), .. Chunk("IDAT"u8, Deflate(rows)), .. Chunk("IEND"u8, []),
        ];
    }

    /// <summary>zlib data.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest))
            stream.Write(bytes);
        return packed.ToArray();
    }

    // CRC-32 of ISO 3309 (PNG specification, third edition, 5.5).
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum & 1) != 0 ? sum >> 1 ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }
}
