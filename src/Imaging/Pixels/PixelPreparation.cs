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
        ExifOrientation orientation = upright ? image.Orientation : ExifOrientation.Normal;
        (int step, int rowStep, int origin) = Steps(orientation, image.Width, image.Height);
        bool swapped = orientation.SwapsSides();
        (int outWidth, int outHeight) = swapped ? (image.Height, image.Width) : (image.Width, image.Height);
        var walk = new PixelWalk(MemoryMarshal.Cast<byte, uint>(image.Pixels), outWidth, outHeight, step, rowStep, origin);
        if (gray)
            WriteGray(walk, background, destination);
        else
            WriteColor(walk, background, MemoryMarshal.Cast<byte, uint>(destination));
    }

    private static void WriteColor(PixelWalk walk, RgbColor? background, Span<uint> destination)
    {
        int target = 0;
        for (int y = 0; y < walk.Height; y++)
        {
            int source = walk.Origin + y * walk.RowStep;
            for (int x = 0; x < walk.Width; x++, source += walk.Step)
                destination[target++] = background is { } color ? Composite(walk.Pixels[source], color) : walk.Pixels[source];
        }
    }

    private static void WriteGray(PixelWalk walk, RgbColor? background, Span<byte> destination)
    {
        int target = 0;
        for (int y = 0; y < walk.Height; y++)
        {
            int source = walk.Origin + y * walk.RowStep;
            for (int x = 0; x < walk.Width; x++, source += walk.Step)
                destination[target++] = Luminance(background is { } color ? Composite(walk.Pixels[source], color) : walk.Pixels[source]);
        }
    }

    // How the stored pixels are traversed, in pixels: the step from one output pixel to the next, from one output row to the next, and the
    // first index.
    private static (int Step, int RowStep, int Origin) Steps(ExifOrientation orientation, int width, int height)
    {
        int right = width - 1;
        int bottom = (height - 1) * width;
        return orientation switch
        {
            ExifOrientation.FlipHorizontal => (-1, width, right),
            ExifOrientation.Rotate180 => (-1, -width, bottom + right),
            ExifOrientation.FlipVertical => (1, -width, bottom),
            ExifOrientation.Transpose => (width, 1, 0),
            ExifOrientation.Rotate90 => (-width, 1, bottom),
            ExifOrientation.Transverse => (-width, -1, bottom + right),
            ExifOrientation.Rotate270 => (width, -1, right),
            _ => (1, width, 0),
        };
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

    private readonly ref struct PixelWalk(ReadOnlySpan<uint> pixels, int width, int height, int step, int rowStep, int origin)
    {
        public ReadOnlySpan<uint> Pixels { get; } = pixels;

        public int Width { get; } = width;

        public int Height { get; } = height;

        public int Step { get; } = step;

        public int RowStep { get; } = rowStep;

        public int Origin { get; } = origin;
    }
}
