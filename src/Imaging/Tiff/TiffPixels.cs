using Fovea.Imaging.Rasters;

namespace Fovea.Imaging.Tiff;

/// <summary>Makes RGBA of samples that lie in the bytes of their pixels, in place, with Pillow's values.</summary>
internal static class TiffPixels
{
    private const byte Opaque = byte.MaxValue;

    /// <summary>Converts all pixels.</summary>
    /// <param name="pixels">4 bytes per pixel.</param>
    /// <param name="colors">What the samples mean.</param>
    /// <param name="samples">Whether there is alpha, and what it does to colours.</param>
    /// <param name="palette">The colours of the indices.</param>
    public static void Convert(Span<byte> pixels, TiffColors colors, TiffSamples samples, ReadOnlySpan<byte> palette)
    {
        for (int i = 0; i < pixels.Length; i += PixelBytes.Count)
        {
            Span<byte> pixel = pixels.Slice(i, PixelBytes.Count);
            if (colors == TiffColors.Cmyk)
                FromCmyk(pixel);
            else if (colors == TiffColors.Palette)
                palette.Slice(3 * pixel[0], 3).CopyTo(pixel);
            else if (colors.IsGray())
                pixel[0] = pixel[1] = pixel[2] = colors == TiffColors.WhiteIsZero ? (byte)(Opaque - pixel[0]) : pixel[0];
            if (samples.Alpha < 0)
                pixel[3] = Opaque;
            else if (samples.IsPremultiplied)
                Divide(pixel);
        }
    }

    // libImaging/Convert.c, cmyk2rgb.
    private static void FromCmyk(Span<byte> pixel)
    {
        int light = Opaque - pixel[3];
        for (int i = 0; i < 3; i++)
        {
            int product = pixel[i] * light + 128;
            pixel[i] = (byte)(light - (((product >> 8) + product) >> 8));
        }
    }

    // libImaging/Unpack.c, unpackRGBa: what is transparent is black.
    private static void Divide(Span<byte> pixel)
    {
        int alpha = pixel[3];
        for (int i = 0; i < 3 && alpha != Opaque; i++)
            pixel[i] = alpha == 0 ? (byte)0 : (byte)Math.Min(Opaque, Opaque * pixel[i] / alpha);
    }
}
