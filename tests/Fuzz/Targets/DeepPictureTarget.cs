using Fovea.Fuzz.Running;
using Fovea.Imaging.Decoding;
using Fovea.Imaging.Pixels;

namespace Fovea.Fuzz.Targets;

/// <summary>A picture of any format with all bits of its samples, which are numbers.</summary>
internal static class DeepPictureTarget
{
    private static readonly ImageDecoder Decoder = new(PictureTarget.Limits);

    /// <summary>Decodes.</summary>
    public static void Run(byte[] bytes)
    {
        using DecodedImage image = Decoder.DecodeDeep(bytes);
        for (int sample = 0; sample < (image.Deep?.Samples ?? 0); sample++)
        {
            foreach (float value in image.Deep!.Plane(sample))
            {
                if (!float.IsFinite(value))
                    throw new FuzzFindingException($"A picture of {image.Width}x{image.Height} has the value {value}.");
            }
        }
    }
}
