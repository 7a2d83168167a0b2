using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Fuzz.Targets;

/// <summary>A picture of any format, to pixels, as the service decodes it.</summary>
internal static class PictureTarget
{
    /// <summary>Small limits: what is decoded is decoded quickly.</summary>
    public static readonly ImageLimits Limits = new() { MaxPixels = 1 << 16, MaxSide = 2048 };

    private static readonly ImageDecoder Decoder = new(Limits);

    /// <summary>Decodes.</summary>
    public static void Run(byte[] bytes)
    {
        using DecodedImage image = Decoder.Decode(bytes);
    }
}
