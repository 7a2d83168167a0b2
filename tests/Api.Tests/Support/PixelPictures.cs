using SkiaSharp;

namespace Fovea.Api.Tests.Support;

/// <summary>Pictures of given pixels, and the pixels of pictures.</summary>
internal static class PixelPictures
{
    /// <summary>A PNG of pixels.</summary>
    /// <param name="width">Its columns.</param>
    /// <param name="pixels">The pixels, row by row.</param>
    public static byte[] Png(int width, params SKColor[] pixels)
    {
        using var bitmap = new SKBitmap(width, pixels.Length / width, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (int i = 0; i < pixels.Length; i++)
            bitmap.SetPixel(i % width, i / width, pixels[i]);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The pixels of a picture, row by row.</summary>
    public static SKColor[] Pixels(byte[] file)
    {
        using var bitmap = SKBitmap.Decode(file);
        return bitmap.Pixels;
    }
}
