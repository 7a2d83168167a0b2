using System.Runtime.InteropServices;
using Fovea.Imaging.Pixels;
using Fovea.Models.Preprocessing;
using Fovea.Tests.Support;

namespace Fovea.Models.Tests.Support;

/// <summary>Runs pre-processings for tests.</summary>
internal static class Tensors
{
    public static float[] Of(DecodedImage image, PreprocessingSpec spec)
    {
        // A value that no pre-processing of the tests gives, so that an element that was not written shows.
        float[] tensor = [.. Enumerable.Repeat(-1e30f, spec.ElementCount)];
        new Preprocessor(spec).Run(image, tensor);
        return tensor;
    }

    public static string Digest(DecodedImage image, PreprocessingSpec spec) =>
        Recorded.Digest(MemoryMarshal.AsBytes<float>(Of(image, spec)));

    /// <summary>The digest of a tensor whose values are whole pixel values.</summary>
    public static string PixelDigest(DecodedImage image, PreprocessingSpec spec) =>
        Recorded.Digest([.. Of(image, spec).Select(value => checked((byte)value))]);
}
