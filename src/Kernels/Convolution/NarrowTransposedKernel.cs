using System.Runtime.CompilerServices;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// A transposed convolution of many channels to three, as the gradient of a first convolution for its picture is. Vectors run over the
/// input channels, whose number is a multiple of the lanes, and are added up at the end: three output channels would fill few lanes.
/// Output pixels of one phase, which the same taps reach, lie next to each other in what they read: three of them share each vector of
/// weights.
/// </summary>
/// <remarks>
/// Along an axis with the stride s and the padding P, output o gets from input i by tap k where o + P = s i + k. With o = s j + f for
/// phase f, r = (f + P) mod s and q = (f + P) div s: k = r + s t and i = j + q - t, with t from 0 while k is a tap. An output gets its taps
/// in the same order in a block and alone, and taps outside the image are left out: the bits do not depend on how rows are
/// divided.
/// </remarks>
internal static unsafe class NarrowTransposedKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    private const int Channels = 3;
    private const int Block = 3;

    /// <summary>The output lines [first, last), counted over the whole batch.</summary>
    /// <param name="shape">The geometry: flat, without groups and dilation, three output channels.</param>
    /// <param name="t">The memory.</param>
    /// <param name="first">The first line.</param>
    /// <param name="last">The line after the last one.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Lines(ConvolutionShape shape, in NarrowTransposedArguments t, long first, long last)
    {
        for (long line = first; line < last; line++)
        {
            (long image, long row) = Math.DivRem(line, shape.OutputHeight);
            float* input = t.Input + (image * shape.InputHeight * shape.InputWidth * shape.InputPixelStride);
            float* output = t.Output + (line * shape.OutputWidth * shape.OutputPixelStride);
            for (int phase = 0; phase < Math.Min(shape.StrideWidth, shape.OutputWidth); phase++)
                Phase(shape, in t, input, output, (int)row, phase);
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Phase(ConvolutionShape shape, in NarrowTransposedArguments t, float* input, float* output, int row, int phase)
    {
        (int behind, int tap) = Math.DivRem(phase + shape.PadLeft, shape.StrideWidth);
        int taps = tap < shape.KernelWidth ? ((shape.KernelWidth - 1 - tap) / shape.StrideWidth) + 1 : 0;
        int count = (shape.OutputWidth - phase + shape.StrideWidth - 1) / shape.StrideWidth;
        // From here on to there, all taps lie in the image.
        int inside = Math.Min(count, Math.Max(0, taps - 1 - behind)), end = Math.Max(inside, Math.Min(count, shape.InputWidth - behind));
        long step = shape.StrideWidth * shape.OutputPixelStride;
        float* pixel = output + (phase * shape.OutputPixelStride);
        int j = 0;
        for (; j < inside; j++)
            One(shape, in t, input, pixel + (j * step), row, j + behind, tap);
        for (; j <= end - Block; j += Block)
            Several(shape, in t, input, pixel + (j * step), step, row, j + behind, tap);
        for (; j < count; j++)
            One(shape, in t, input, pixel + (j * step), row, j + behind, tap);
    }

    // A block of pixels: nine sums, three vectors of weights and one of the input fit into the sixteen registers of AVX2.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Several(
        ConvolutionShape shape, in NarrowTransposedArguments t, float* input, float* output, long step, int row, int column, int firstTap)
    {
        int channels = shape.InputChannels, stride = shape.StrideWidth;
        long pixel = shape.InputPixelStride;
        TVec a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero, b0 = TSimd.Zero, b1 = TSimd.Zero, b2 = TSimd.Zero;
        TVec c0 = TSimd.Zero, c1 = TSimd.Zero, c2 = TSimd.Zero;
        (int y, int ky) = Math.DivRem(row + shape.PadTop, shape.StrideHeight);
        for (; ky < shape.KernelHeight; ky += shape.StrideHeight, y--)
        {
            if ((uint)y >= (uint)shape.InputHeight)
                continue;
            float* from = input + ((((long)y * shape.InputWidth) + column) * pixel);
            for (int kx = firstTap; kx < shape.KernelWidth; kx += stride, from -= pixel)
            {
                float* w0 = t.Weights + (((ky * (long)shape.KernelWidth) + kx) * Channels * channels);
                float* w1 = w0 + channels, w2 = w1 + channels;
                for (int m = 0; m < channels; m += TSimd.Lanes)
                {
                    TVec p = TSimd.Load(w0 + m), q = TSimd.Load(w1 + m), r = TSimd.Load(w2 + m), x = TSimd.Load(from + m);
                    a0 = TSimd.MultiplyAdd(x, p, a0);
                    a1 = TSimd.MultiplyAdd(x, q, a1);
                    a2 = TSimd.MultiplyAdd(x, r, a2);
                    x = TSimd.Load(from + pixel + m);
                    b0 = TSimd.MultiplyAdd(x, p, b0);
                    b1 = TSimd.MultiplyAdd(x, q, b1);
                    b2 = TSimd.MultiplyAdd(x, r, b2);
                    x = TSimd.Load(from + (2 * pixel) + m);
                    c0 = TSimd.MultiplyAdd(x, p, c0);
                    c1 = TSimd.MultiplyAdd(x, q, c1);
                    c2 = TSimd.MultiplyAdd(x, r, c2);
                }
            }
        }

        Write(in t, output, a0, a1, a2);
        Write(in t, output + step, b0, b1, b2);
        Write(in t, output + (2 * step), c0, c1, c2);
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void One(
        ConvolutionShape shape, in NarrowTransposedArguments t, float* input, float* output, int row, int column, int firstTap)
    {
        int channels = shape.InputChannels;
        TVec a0 = TSimd.Zero, a1 = TSimd.Zero, a2 = TSimd.Zero;
        (int y, int ky) = Math.DivRem(row + shape.PadTop, shape.StrideHeight);
        for (; ky < shape.KernelHeight; ky += shape.StrideHeight, y--)
        {
            if ((uint)y >= (uint)shape.InputHeight)
                continue;
            for (int kx = firstTap, x = column; kx < shape.KernelWidth; kx += shape.StrideWidth, x--)
            {
                if ((uint)x >= (uint)shape.InputWidth)
                    continue;
                float* from = input + ((((long)y * shape.InputWidth) + x) * shape.InputPixelStride);
                float* weights = t.Weights + (((ky * (long)shape.KernelWidth) + kx) * Channels * channels);
                for (int m = 0; m < channels; m += TSimd.Lanes)
                {
                    TVec value = TSimd.Load(from + m);
                    a0 = TSimd.MultiplyAdd(value, TSimd.Load(weights + m), a0);
                    a1 = TSimd.MultiplyAdd(value, TSimd.Load(weights + channels + m), a1);
                    a2 = TSimd.MultiplyAdd(value, TSimd.Load(weights + (2 * channels) + m), a2);
                }
            }
        }

        Write(in t, output, a0, a1, a2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(in NarrowTransposedArguments t, float* output, TVec first, TVec second, TVec third)
    {
        output[0] = Clamped(in t, TSimd.Sum(first) + t.Bias[0]);
        output[1] = Clamped(in t, TSimd.Sum(second) + t.Bias[1]);
        output[2] = Clamped(in t, TSimd.Sum(third) + t.Bias[2]);
    }

    // NaN stays NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Clamped(in NarrowTransposedArguments t, float value) => value < t.Min ? t.Min : value > t.Max ? t.Max : value;
}
