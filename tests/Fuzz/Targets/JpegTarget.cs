using Fovea.Fuzz.Running;
using Fovea.Imaging.Jpeg;
using Fovea.Imaging.Simd;
using SkiaSharp;

namespace Fovea.Fuzz.Targets;

/// <summary>The own decoder of JPEGs beside Skia's: where it decodes, Skia does too, to the same pixels.</summary>
internal static class JpegTarget
{
    /// <summary>Decodes with both and compares.</summary>
    public static void Run(byte[] bytes)
    {
        // Without AVX2 every JPEG is left to Skia.
        if (!InverseTransform.IsSupported)
            return;
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec? codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
            return;
        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if (width < 1 || height < 1 || width > PictureTarget.Limits.MaxSide || (long)width * height > PictureTarget.Limits.MaxPixels)
            return;
        byte[] own = new byte[4 * width * height];
        if (!BaselineJpeg.TryDecode(bytes, width, height, own))
            return;
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        SKCodecResult result = codec.GetPixels(info, out byte[]? pixels);
        if (result != SKCodecResult.Success)
            throw new FuzzFindingException($"The own decoder reads a JPEG of {width}x{height} that Skia refuses ({result}).");
        int same = pixels.AsSpan().CommonPrefixLength(own);
        if (same != own.Length)
            throw new FuzzFindingException($"Of a JPEG of {width}x{height}, pixel {same / 4} differs from Skia's.");
    }
}
