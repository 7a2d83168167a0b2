using Fovea.Imaging.Pixels;

namespace Fovea.Tests.Support;

/// <summary>Images made by the formula of <c>noise</c> in tools/record-preprocessing/record.py.</summary>
internal static class Noise
{
    public static byte[] Rgba(int width, int height, int seed)
    {
        byte[] bytes = new byte[width * height * 4];
        for (int i = 0; i < bytes.Length; i++)
        {
            uint h = unchecked((uint)((ulong)i + (ulong)seed * 1_000_003UL) * 2654435769u);
            h ^= h >> 15;
            h *= 0x85EBCA6B;
            h ^= h >> 13;
            h *= 0xC2B2AE35;
            h ^= h >> 16;
            bytes[i] = (byte)(h >> 24);
        }

        return bytes;
    }

    public static DecodedImage Image(int width, int height, int seed, ExifOrientation orientation = ExifOrientation.Normal) =>
        DecodedImage.FromPixels(width, height, Rgba(width, height, seed), orientation);

    /// <summary>Pixels of one to four samples of 16 bits: the words of the same bytes.</summary>
    public static DecodedImage Deep(
        int width, int height, int seed, int samples, ExifOrientation orientation = ExifOrientation.Normal)
    {
        byte[] words = Rgba(width, height * ((samples + 1) / 2), seed);
        float[] planes = new float[samples * width * height];
        for (int i = 0; i < planes.Length; i++)
            planes[i] = (words[2 * i] | words[2 * i + 1] << 8) / 257f;
        return DecodedImage.FromPlanes(width, height, planes, orientation);
    }
}
