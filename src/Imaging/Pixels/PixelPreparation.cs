using System.Runtime.InteropServices;

namespace Fovea.Imaging.Pixels;

/// <summary>The steps before an image is resized: applying the orientation, compositing on a background, conversion to grayscale.</summary>
public static class PixelPreparation
{
    /// <summary>Writes the image's pixels as RGBA or as gray bytes, rows from top to bottom without gaps.</summary>
    /// <param name="image">The image.</param>
    /// <param name="upright">Whether the EXIF orientation is applied, which may swap width and height.</param>
    /// <param name="background">
    /// The colour on which the pixels are composited; null keeps the alpha channel, and ignores it for gray.
    /// </param>
    /// <param name="gray">Whether to write one byte of luminance per pixel (ITU-R 601-2) instead of RGBA.</param>
    /// <param name="destination">At least width times height bytes for gray, 4 times as many for RGBA.</param>
    public static void Run(DecodedImage image, bool upright, RgbColor? background, bool gray, Span<byte> destination)
    {
        var walk = PixelWalk.Of(upright ? image.Orientation : ExifOrientation.Normal, image.Width, image.Height);
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(image.Pixels);
        if (gray)
            WriteGray(pixels, walk, background, destination);
        else
            WriteColor(pixels, walk, background, MemoryMarshal.Cast<byte, uint>(destination));
    }

    private static void WriteColor(ReadOnlySpan<uint> pixels, PixelWalk walk, RgbColor? background, Span<uint> destination)
    {
        int target = 0;
        for (int y = 0; y < walk.Height; y++)
        {
            int source = walk.Origin + y * walk.RowStep;
            for (int x = 0; x < walk.Width; x++, source += walk.Step)
                destination[target++] = background is { } color ? Composite(pixels[source], color) : pixels[source];
        }
    }

    private static void WriteGray(ReadOnlySpan<uint> pixels, PixelWalk walk, RgbColor? background, Span<byte> destination)
    {
        int target = 0;
        for (int y = 0; y < walk.Height; y++)
        {
            int source = walk.Origin + y * walk.RowStep;
            for (int x = 0; x < walk.Width; x++, source += walk.Step)
                destination[target++] = Luminance(background is { } color ? Composite(pixels[source], color) : pixels[source]);
        }
    }

    private static uint Composite(uint pixel, RgbColor background)
    {
        int alpha = Byte(pixel, 3);
        return Blend(Byte(pixel, 0), background.R, alpha) | Blend(Byte(pixel, 1), background.G, alpha) << 8
            | Blend(Byte(pixel, 2), background.B, alpha) << 16 | 0xFF000000;
    }

    // Pillow's rounded division by 255 (libImaging/ImagingUtils.h, DIV255).
    private static uint Blend(int front, int back, int alpha)
    {
        int sum = back * (255 - alpha) + front * alpha + 128;
        return (uint)(sum + (sum >> 8)) >> 8;
    }

    // Pillow's convert('L') (libImaging/Convert.c, L24).
    private static byte Luminance(uint pixel) =>
        (byte)((Byte(pixel, 0) * 19595 + Byte(pixel, 1) * 38470 + Byte(pixel, 2) * 7471 + 0x8000) >> 16);

    // Pixels are read as little-endian words, so red is the lowest byte.
    private static int Byte(uint pixel, int index) => (int)(pixel >> (8 * index)) & 0xFF;
}
