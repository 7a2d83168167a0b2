using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Fovea.Tests.Support;

/// <summary>Small image files made in memory.</summary>
internal static class SampleImages
{
    /// <summary>One file of every format that Fovea reads, with noise as pixels.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } = new Dictionary<string, byte[]>
    {
        ["jpeg"] = Encode(SKEncodedImageFormat.Jpeg, 33, 21),
        ["png"] = Encode(SKEncodedImageFormat.Png, 33, 21),
        ["webp"] = Encode(SKEncodedImageFormat.Webp, 33, 21),
        ["bmp"] = Bitmap(33, 21),
        ["gif"] = Gif(),
    };

    public static byte[] Encode(SKEncodedImageFormat format, int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        Marshal.Copy(Noise.Rgba(width, height, 1), 0, bitmap.GetPixels(), width * height * 4);
        using SKData data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A Windows bitmap of 24 bits per pixel, rows bottom to top, blue first.</summary>
    public static byte[] Bitmap(int width, int height, int declaredWidth = 0, int declaredHeight = 0)
    {
        int pitch = (width * 3 + 3) / 4 * 4;
        byte[] file = new byte[54 + pitch * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), declaredWidth == 0 ? width : declaredWidth);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), declaredHeight == 0 ? height : declaredHeight);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), 24);
        byte[] rgba = Noise.Rgba(width, height, 1);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = rgba.AsSpan(((height - 1 - y) * width + x) * 4, 3);
                pixel.Reverse();
                pixel.CopyTo(file.AsSpan(54 + y * pitch + x * 3));
            }
        }

        return file;
    }

    /// <summary>
    /// A GIF with a screen of 4x4, a first frame of 2x1 red and green pixels at (1, 2), and a second, blue frame over everything.
    /// </summary>
    private static byte[] Gif() =>
    [
        .. "GIF89a"u8, 4, 0, 4, 0, 0x81, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 1, 0, 2, 0, 2, 0, 1, 0, 0, 2, 2, 0x8C, 0x0A, 0,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x5C, 0x01, 0,
        0x3B,
    ];
}
