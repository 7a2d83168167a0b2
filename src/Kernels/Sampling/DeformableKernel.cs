using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Sampling;

/// <summary>
/// Interpolated samples at the moved taps of a window (Zhu et al., "Deformable ConvNets v2", 2019; ONNX DeformConv); pixels beside the
/// image are zeros.
/// </summary>
internal static unsafe class DeformableKernel
{
    /// <summary>The output pixels [first, last), counted over the whole batch.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(in DeformableArguments t, long first, long last)
    {
        ConvolutionShape shape = t.Shape;
        long area = (long)shape.OutputHeight * shape.OutputWidth;
        int taps = shape.Taps;
        int perGroup = shape.InputChannels / t.OffsetGroups;
        for (long pixel = first; pixel < last; pixel++)
        {
            long image = pixel / area;
            long place = pixel - (image * area);
            float* x = t.X + (image * shape.InputChannels * shape.InputImagePixels);
            float* samples = t.Samples + (pixel * shape.InputChannels * taps);
            for (int group = 0; group < t.OffsetGroups; group++)
            {
                for (int tap = 0; tap < taps; tap++)
                {
                    long row = (((image * t.OffsetGroups) + group) * taps) + tap;
                    float dy = t.Offsets[(2 * row * area) + place];
                    float dx = t.Offsets[(((2 * row) + 1) * area) + place];
                    float mask = t.Mask == null ? 1 : t.Mask[(row * area) + place];
                    float y = (place / shape.OutputWidth * shape.StrideHeight) - shape.PadTop
                        + (tap / shape.KernelWidth * shape.DilationHeight) + dy;
                    float z = (place % shape.OutputWidth * shape.StrideWidth) - shape.PadLeft
                        + (tap % shape.KernelWidth * shape.DilationWidth) + dx;
                    for (int channel = group * perGroup; channel < (group + 1) * perGroup; channel++)
                        samples[(channel * taps) + tap] = mask * Sample(shape, x + (channel * shape.InputImagePixels), y, z);
                }
            }
        }
    }

    private static float Sample(ConvolutionShape shape, float* plane, float y, float x)
    {
        if (!(y > -1 && y < shape.InputHeight && x > -1 && x < shape.InputWidth))
            return 0;
        float top = MathF.Floor(y);
        float left = MathF.Floor(x);
        float lower = y - top;
        float right = x - left;
        float above = (Pixel(shape, plane, top, left) * (1 - right)) + (Pixel(shape, plane, top, left + 1) * right);
        float below = (Pixel(shape, plane, top + 1, left) * (1 - right)) + (Pixel(shape, plane, top + 1, left + 1) * right);
        return (above * (1 - lower)) + (below * lower);
    }

    private static float Pixel(ConvolutionShape shape, float* plane, float y, float x) =>
        y >= 0 && y < shape.InputHeight && x >= 0 && x < shape.InputWidth ? plane[((long)y * shape.InputWidth) + (long)x] : 0;
}
