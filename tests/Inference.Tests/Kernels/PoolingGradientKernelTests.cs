using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>
/// The gradient of maximum pooling: that of each window goes to the first of its largest elements, with the same bits however the rows are
/// divided. Every operand ends at a guard page.
/// </summary>
public sealed unsafe class PoolingGradientKernelTests
{
    private const int Batch = 2;

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_number_of_channels(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int channels = 1; channels <= (2 * kernels.Lanes) + 1; channels++)
            Check(kernels, channels, (1, 5, 7), new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1], Strides = [2, 2] }, channels % 3);
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Windows(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (int width in new[] { 3, 4, 9, 13 })
        {
            Check(kernels, kernels.Lanes + 1, (1, 5, width), new SlidingWindow(2, 2) { Strides = [2, 2] }, 0);
            Check(kernels, kernels.Lanes + 1, (1, 4, width), new SlidingWindow(3, 2) { Pads = [0, 1, 2, 0], Strides = [1, 2] }, 0);
            Check(kernels, kernels.Lanes + 1, (1, 7, width), new SlidingWindow(2, 3) { Strides = [4, 3] }, 1);
            Check(kernels, kernels.Lanes + 1, (1, 5, width), new SlidingWindow(2, 3) { Pads = [1, 2, 1, 2], Dilations = [3, 1] }, 0);
            Check(
                kernels, kernels.Lanes + 1, (4, 3, width),
                new SlidingWindow(2, 3, 2) { Pads = [1, 1, 0, 1, 1, 1], Dilations = [2, 1, 1], Strides = [1, 2, 1] }, 0);
        }
    }

    private static void Check(
        KernelSet kernels, int channels, (int Depth, int Height, int Width) extents, SlidingWindow window, int extraPixelStride)
    {
        (int depth, int height, int width) = extents;
        ConvolutionShape shape = window.Kernel.Length == 2
            ? WindowShapes.Of(window, Batch, channels, channels, channels, height, width)
            : WindowShapes.Volume(window, Batch, channels, channels, channels, depth, height, width);
        shape = shape with { InputPixelStride = 1, OutputPixelStride = 1 };
        int pixels = Batch * depth * height * width, results = (int)shape.OutputPixels, stride = channels + extraPixelStride;
        // Few numbers, so that many are equal.
        float[] x = [.. KernelSets.Random(pixels * stride, 1, 0, 4).Select(MathF.Floor)];
        float[] seed = KernelSets.Random(results * channels, 2);
        (float[] y, double[] expected) = Reference(shape, x, stride, seed, channels);
        using GuardedMemory input = GuardedMemory.Of(x.AsSpan(0, x.Length - extraPixelStride));
        using GuardedMemory output = GuardedMemory.Of(y), gradients = GuardedMemory.Of(seed);
        long rows = (long)Batch * depth * height;
        float[]? whole = null;
        foreach (long[] bounds in new long[][] { [0, rows], [0, 1, rows], [0, rows / 3, rows / 2, rows] })
        {
            using var result = new GuardedMemory((pixels * stride) - extraPixelStride);
            result.Span.Fill(float.NaN);
            var arguments = new PoolingGradientArguments
            {
                Input = input.Pointer,
                InputPixelStride = stride,
                Output = output.Pointer,
                OutputPixelStride = channels,
                OutputGradient = gradients.Pointer,
                OutputGradientPixelStride = channels,
                InputGradient = result.Pointer,
                InputGradientPixelStride = stride,
            };
            for (int i = 1; i < bounds.Length; i++)
                kernels.Float32.MaxPoolGradient(shape, in arguments, bounds[i - 1], bounds[i]);
            float[] dense = [.. Enumerable.Range(0, pixels * channels).Select(i => result.Span[(i / channels * stride) + (i % channels)])];
            KernelSets.Close(
                expected, dense, Tolerance.Rounding, $"{kernels.InstructionSet}, {channels} channels, {depth}x{height}x{width}, {window}");
            Assert.Equal(whole ??= dense, dense);
            Assert.All(
                Enumerable.Range(0, (pixels * stride) - extraPixelStride).Where(i => i % stride >= channels),
                i => Assert.True(float.IsNaN(result.Span[i]), "A row writes behind its channels."));
        }
    }

    private static (float[] Largest, double[] Gradient) Reference(
        ConvolutionShape shape, float[] x, int stride, float[] seed, int channels)
    {
        float[] largest = new float[shape.OutputPixels * channels];
        double[] gradient = new double[Batch * shape.InputImagePixels * channels];
        for (long i = 0; i < largest.Length; i++)
        {
            (long pixel, long channel) = Math.DivRem(i, channels);
            (long line, long column) = Math.DivRem(pixel, shape.OutputWidth);
            (long plane, long row) = Math.DivRem(line, shape.OutputHeight);
            (long image, long slice) = Math.DivRem(plane, shape.OutputDepth);
            long chosen = -1;
            for (int tap = 0; tap < shape.KernelDepth * shape.KernelHeight * shape.KernelWidth; tap++)
            {
                (int lines, int kx) = Math.DivRem(tap, shape.KernelWidth);
                (int kz, int ky) = Math.DivRem(lines, shape.KernelHeight);
                long z = (slice * shape.StrideDepth) - shape.PadFront + (kz * shape.DilationDepth);
                long y = (row * shape.StrideHeight) - shape.PadTop + (ky * shape.DilationHeight);
                long at = (column * shape.StrideWidth) - shape.PadLeft + (kx * shape.DilationWidth);
                if (z < 0 || z >= shape.InputDepth || y < 0 || y >= shape.InputHeight || at < 0 || at >= shape.InputWidth)
                    continue;
                long place = (((((image * shape.InputDepth) + z) * shape.InputHeight) + y) * shape.InputWidth) + at;
                if (chosen < 0 || x[(place * stride) + channel] > x[(chosen * stride) + channel])
                    chosen = place;
            }

            // A window that lies in the padding alone has no element.
            largest[i] = chosen < 0 ? float.NegativeInfinity : x[(chosen * stride) + channel];
            if (chosen >= 0)
                gradient[(chosen * channels) + channel] += seed[i];
        }

        return (largest, gradient);
    }
}
