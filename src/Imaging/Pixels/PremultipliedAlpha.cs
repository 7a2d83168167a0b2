namespace Fovea.Imaging.Pixels;

/// <summary>
/// Pictures with an alpha channel are resized with colours multiplied by alpha, so that transparent pixels do not bleed into opaque ones,
/// as Pillow does (libImaging/Convert.c, rgbA2rgba and rgba2rgbA).
/// </summary>
public static class PremultipliedAlpha
{
    private const byte Opaque = byte.MaxValue;

    /// <summary>Whether any pixel of RGBA bytes is not opaque.</summary>
    public static bool IsNeeded(ReadOnlySpan<byte> pixels)
    {
        for (int i = 3; i < pixels.Length; i += 4)
        {
            if (pixels[i] != Opaque)
                return true;
        }

        return false;
    }

    /// <summary>Multiplies the colours of RGBA bytes by alpha.</summary>
    public static void Multiply(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            for (int channel = i; channel < i + 3; channel++)
            {
                int product = pixels[channel] * alpha + 128;
                pixels[channel] = (byte)((product + (product >> 8)) >> 8);
            }
        }
    }

    /// <summary>Divides the colours of RGBA bytes by alpha; those of fully transparent pixels stay.</summary>
    public static void Divide(Span<byte> pixels)
    {
        for (int i = 0; i < pixels.Length; i += 4)
        {
            int alpha = pixels[i + 3];
            if (alpha is 0 or Opaque)
                continue;
            for (int channel = i; channel < i + 3; channel++)
                pixels[channel] = (byte)Math.Min(byte.MaxValue, byte.MaxValue * pixels[channel] / alpha);
        }
    }
}
