using Fovea.Models.Imaging;

namespace Fovea.Models.Preprocessing;

/// <summary>What happens to pixels before they are resized: orientation, compositing on a background, conversion to gray.</summary>
internal static class PixelPreparation
{
    /// <summary>Writes the image's pixels, upright if asked for, as RGBA or as gray bytes.</summary>
    public static void Run(DecodedImage image, bool upright, RgbColor? background, bool gray, Span<byte> destination)
    {
        ReadOnlySpan<byte> pixels = image.Pixels;
        int width = image.Width;
        int height = image.Height;
        ExifOrientation orientation = upright ? image.Orientation : ExifOrientation.Normal;
        (int step, int rowStep, int origin) = Walk(orientation, width, height);
        bool swapped = orientation >= ExifOrientation.Transpose;
        (int outWidth, int outHeight) = swapped ? (height, width) : (width, height);
        int target = 0;
        for (int y = 0; y < outHeight; y++)
        {
            int source = origin + y * rowStep;
            for (int x = 0; x < outWidth; x++, source += step)
            {
                ReadOnlySpan<byte> pixel = pixels.Slice(source, 4);
                (byte r, byte g, byte b) = background is { } color ? Composite(pixel, color) : (pixel[0], pixel[1], pixel[2]);
                if (gray)
                {
                    destination[target++] = Luminance(r, g, b);
                    continue;
                }

                destination[target + 3] = 255;
                destination[target + 2] = b;
                destination[target + 1] = g;
                destination[target] = r;
                target += 4;
            }
        }
    }

    // How the stored pixels are walked, in bytes: the step to the next output pixel, to the next output row, and the first pixel.
    private static (int Step, int RowStep, int Origin) Walk(ExifOrientation orientation, int width, int height)
    {
        int row = width * 4;
        int right = row - 4;
        int bottom = (height - 1) * row;
        return orientation switch
        {
            ExifOrientation.FlipHorizontal => (-4, row, right),
            ExifOrientation.Rotate180 => (-4, -row, bottom + right),
            ExifOrientation.FlipVertical => (4, -row, bottom),
            ExifOrientation.Transpose => (row, 4, 0),
            ExifOrientation.Rotate90 => (-row, 4, bottom),
            ExifOrientation.Transverse => (-row, -4, bottom + right),
            ExifOrientation.Rotate270 => (row, -4, right),
            _ => (4, row, 0),
        };
    }

    private static (byte R, byte G, byte B) Composite(ReadOnlySpan<byte> pixel, RgbColor background)
    {
        int alpha = pixel[3];
        return (Blend(pixel[0], background.R, alpha), Blend(pixel[1], background.G, alpha), Blend(pixel[2], background.B, alpha));
    }

    // Pillow's rounded division by 255 (libImaging/ImagingUtils.h, DIV255).
    private static byte Blend(int front, int back, int alpha)
    {
        int sum = back * (255 - alpha) + front * alpha + 128;
        return (byte)((sum + (sum >> 8)) >> 8);
    }

    // Pillow's convert('L') (libImaging/Convert.c, L24).
    private static byte Luminance(int r, int g, int b) => (byte)((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16);
}
