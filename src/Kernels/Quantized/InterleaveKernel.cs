using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>Bytes of up to four channels, one plane each, as pixels of one word.</summary>
internal static unsafe class InterleaveKernel
{
    /// <summary>Writes whole words; the bytes of channels that do not exist are zeros.</summary>
    /// <param name="planes">The first channel.</param>
    /// <param name="plane">Bytes from one channel to the next.</param>
    /// <param name="channels">1 to 4.</param>
    /// <param name="pixels">The words.</param>
    /// <param name="count">The number of pixels.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(byte* planes, int plane, int channels, uint* pixels, int count)
    {
        byte* second = planes + (channels > 1 ? plane : 0);
        byte* third = planes + (channels > 2 ? 2 * plane : 0);
        byte* fourth = planes + (channels > 3 ? 3 * plane : 0);
        uint mask = channels == 4 ? uint.MaxValue : (1u << (8 * channels)) - 1;
        int i = 0;
        if (BytePixels128.IsSupported)
        {
            for (; i <= count - BytePixels128.Pixels; i += BytePixels128.Pixels)
                BytePixels128.Zip(planes + i, second + i, third + i, fourth + i, mask, pixels + i);
        }

        for (; i < count; i++)
            pixels[i] = (planes[i] | ((uint)second[i] << 8) | ((uint)third[i] << 16) | ((uint)fourth[i] << 24)) & mask;
    }
}
