using SkiaSharp;

namespace Fovea.Api.Tests.Support;

/// <summary>Image files drawn for tests.</summary>
internal static class Pictures
{
    public static byte[] Red { get; } = Plain(SKColors.Red);

    public static byte[] Lime { get; } = Plain(SKColors.Lime);

    public static byte[] Blue { get; } = Plain(SKColors.Blue);

    /// <summary>Lime above blue.</summary>
    public static byte[] TwoColours { get; } = Halves();

    private static byte[] Halves()
    {
        using var bitmap = new SKBitmap(16, 16);
        for (int i = 0; i < 256; i++)
            bitmap.SetPixel(i % 16, i / 16, i < 128 ? SKColors.Lime : SKColors.Blue);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public static byte[] Plain(SKColor colour, int width = 16, int height = 16, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        using SKData data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    /// <summary>A JPEG of noise that ends in the middle of its data.</summary>
    public static byte[] TruncatedJpeg()
    {
        using var bitmap = new SKBitmap(64, 64);
        var random = new Random(1);
        for (int i = 0; i < 64 * 64; i++)
            bitmap.SetPixel(i % 64, i / 64, new SKColor((uint)random.Next() | 0xFF000000));
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        byte[] bytes = data.ToArray();
        return bytes[..(bytes.Length / 2)];
    }

    /// <summary>A PNG whose header claims the given size; it holds no pixels.</summary>
    public static byte[] PngHeader(int width, int height)
    {
        byte[] png = Plain(SKColors.Black, 1, 1);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        uint crc = Crc32(png.AsSpan(12, 17));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), crc);
        return png;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    /// <summary>Width and height from a PNG's header, which must be one.</summary>
    public static (int Width, int Height) PngSize(byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        return (
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)),
            System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }
}
