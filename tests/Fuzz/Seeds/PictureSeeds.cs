using System.Runtime.InteropServices;
using Fovea.Imaging.Tests.Jpeg;
using Fovea.Tests.Support;
using SkiaSharp;

namespace Fovea.Fuzz.Seeds;

/// <summary>Small pictures of every format, made by code.</summary>
internal static class PictureSeeds
{
    // 8x8 gray, one scan of the DC coefficient and one of the rest: the smallest progressive JPEG (ITU-T T.81, G).
    private const string Progressive =
        "FFD8FFDB004300080808080808080808080808080808080808080808080808080808080808080808080808080808080808080808080808080808080808" +
        "0808080808080808FFC2000B080008000801011100FFC4001400010000000000000000000000000000000005FFC40014" +
        "100100000000000000000000000000000000" +
        "FFDA0008010100000001B0FFDA000801010001053F00" + "7FFFD9";

    /// <summary>Every format.</summary>
    public static IReadOnlyList<byte[]> All() =>
    [
        .. SampleImages.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value), .. Jpegs(),
        Encode(SKEncodedImageFormat.Png, SKColorType.Gray8), Encode(SKEncodedImageFormat.Png, SKColorType.Rgba8888, SKAlphaType.Unpremul),
        Encode(SKEncodedImageFormat.Webp, SKColorType.Rgba8888, SKAlphaType.Unpremul), .. Bitmaps(), .. Oriented(),
        .. RasterSeeds.All(),
    ];

    /// <summary>JPEGs of every sampling, gray, progressive, with restart markers.</summary>
    public static IReadOnlyList<byte[]> Jpegs() =>
    [
        .. Enum.GetValues<SKJpegEncoderDownsample>().Select(downsample => Jpeg(17, 13, 60, downsample)),
        .. Enum.GetValues<SKJpegEncoderDownsample>().Select(downsample => Jpeg(8, 8, 95, downsample)),
        Encode(SKEncodedImageFormat.Jpeg, SKColorType.Gray8), GrayJpeg.Write(19, 11, 0), GrayJpeg.Write(33, 9, 2),
        Convert.FromHexString(Progressive),
    ];

    private static byte[] Jpeg(int width, int height, int quality, SKJpegEncoderDownsample downsample)
    {
        using SKBitmap bitmap = Bitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using SKPixmap pixels = bitmap.PeekPixels()!;
        using SKData data = pixels.Encode(new SKJpegEncoderOptions(quality, downsample, SKJpegEncoderAlphaOption.Ignore))!;
        return data.ToArray();
    }

    private static byte[] Encode(SKEncodedImageFormat format, SKColorType color, SKAlphaType alpha = SKAlphaType.Opaque)
    {
        using SKBitmap bitmap = Bitmap(11, 7, color, alpha);
        using SKData data = bitmap.Encode(format, 70);
        return data.ToArray();
    }

    private static SKBitmap Bitmap(int width, int height, SKColorType color, SKAlphaType alpha)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, color, alpha));
        Marshal.Copy(Noise.Rgba(width, height, 1), 0, bitmap.GetPixels(), bitmap.ByteCount);
        return bitmap;
    }

    // Bitmaps of 8 and 4 bits with palettes and run lengths, and of 16 bits with masks; the header's fields lie at fixed places.
    private static IEnumerable<byte[]> Bitmaps()
    {
        foreach ((int bits, int compression) in new[] { (8, 0), (8, 1), (4, 2), (1, 0), (16, 3), (32, 3) })
        {
            byte[] file = [.. SampleImages.Bitmap(9, 5), .. new byte[1100]];
            file[28] = (byte)bits;
            file[30] = (byte)compression;
            yield return file;
        }
    }

    // JPEGs whose orientation is in EXIF data and in an XMP packet.
    private static IEnumerable<byte[]> Oriented()
    {
        byte[] file = GrayJpeg.Write(8, 8, 0);
        byte[] exif =
            [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[] xmp = [.. "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><rdf:Description tiff:Orientation=\"8\"/></x:xmpmeta>"u8];
        foreach (byte[] content in new[] { exif, xmp })
            yield return [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(content.Length + 2), .. content, .. file.AsSpan(2)];
    }
}
