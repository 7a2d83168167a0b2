namespace Fovea.Imaging.Rasters;

/// <summary>One pixel in RGBA bytes.</summary>
internal static class PixelBytes
{
    /// <summary>The bytes of a pixel.</summary>
    public const int Count = 4;

    /// <summary>Sets a gray pixel.</summary>
    public static void SetGray(Span<byte> pixel, byte gray, byte alpha = byte.MaxValue) =>
        (pixel[0], pixel[1], pixel[2], pixel[3]) = (gray, gray, gray, alpha);

    /// <summary>Sets a pixel of 5 bits for each colour, red highest, as Pillow does (libImaging/Unpack.c, ImagingUnpackBGR15).</summary>
    public static void SetFiveBits(Span<byte> pixel, int value)
    {
        pixel[0] = (byte)((value >> 10 & 31) * 255 / 31);
        pixel[1] = (byte)((value >> 5 & 31) * 255 / 31);
        pixel[2] = (byte)((value & 31) * 255 / 31);
        pixel[3] = byte.MaxValue;
    }
}
