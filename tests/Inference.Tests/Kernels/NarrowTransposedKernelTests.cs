using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>
/// A transposed convolution to three channels, with the same bits however the lines are divided. Every operand ends at a guard page.
/// </summary>
public sealed unsafe class NarrowTransposedKernelTests
{
    private const int Batch = 2, Channels = 3;

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Windows_and_widths(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int width = 1; width <= 12; width++)
        {
            Check(kernels, 2, (3, width), new SlidingWindow(7, 7) { Strides = [2, 2], Pads = [3, 3, 3, 3] }, 1);
            Check(kernels, 1, (4, width), new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [0, 1, 1, 0] }, 0);
            Check(kernels, 1, (2, width), new SlidingWindow(2, 5) { Strides = [3, 1], Pads = [0, 2, 0, 2] }, 2);
            Check(kernels, 3, (3, width), new SlidingWindow(1, 2) { Strides = [2, 4] }, 0);
            Check(kernels, 1, (2, width), new SlidingWindow(4, 4) { Strides = [4, 4] }, 1);
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Results_are_clamped(InstructionSet instructionSet) => Check(
        KernelSet.For(instructionSet), 1, (4, 9), new SlidingWindow(3, 3) { Strides = [2, 2], Pads = [1, 1, 1, 1] }, 0, (-0.5f, 0.75f));

    private static void Check(
        KernelSet kernels, int vectors, (int Height, int Width) extents, SlidingWindow window, int extra,
        (float Min, float Max)? limits = null)
    {
        int channels = vectors * kernels.Lanes, taps = (int)(window.Kernel[0] * window.Kernel[1]);
        (long height, long width) = (Output(window, 0, extents.Height), Output(window, 1, extents.Width));
        if (height <= 0 || width <= 0)
            return;
        float[] x = KernelSets.Random(Batch * channels * extents.Height * extents.Width, 1);
        float[] w = KernelSets.Random(channels * Channels * taps, 2), bias = KernelSets.Random(Channels, 3);
        NdArray expected = ReferenceConv.Transposed(
            Tensor.From<float>(new Shape(Batch, channels, extents.Height, extents.Width), x),
            Tensor.From<float>(new Shape(channels, Channels, window.Kernel[0], window.Kernel[1]), w),
            Tensor.From<float>(new Shape(Channels), bias), window, [height, width]);
        int pixels = Batch * extents.Height * extents.Width, inputStride = channels + extra, outputStride = Channels + extra;
        int results = (int)(Batch * height * width);
        var shape = new ConvolutionShape
        {
            Batch = Batch,
            InputHeight = extents.Height,
            InputWidth = extents.Width,
            InputChannels = channels,
            OutputHeight = (int)height,
            OutputWidth = (int)width,
            OutputChannels = Channels,
            KernelHeight = (int)window.Kernel[0],
            KernelWidth = (int)window.Kernel[1],
            StrideHeight = (int)window.Strides[0],
            StrideWidth = (int)window.Strides[1],
            PadTop = (int)window.Pads[0],
            PadLeft = (int)window.Pads[1],
            InputPixelStride = inputStride,
            OutputPixelStride = outputStride,
            Direction = ConvolutionDirection.Transposed,
        };
        using GuardedMemory input = new((pixels * inputStride) - extra), filters = new(w.Length), row = GuardedMemory.Of(bias);
        for (int i = 0; i < x.Length; i++)
        {
            (int plane, int pixel) = Math.DivRem(i, extents.Height * extents.Width);
            (int image, int channel) = Math.DivRem(plane, channels);
            input.Span[(((image * extents.Height * extents.Width) + pixel) * inputStride) + channel] = x[i];
        }

        for (int i = 0; i < w.Length; i++)
            filters.Span[(((i % taps * Channels) + (i / taps % Channels)) * channels) + (i / taps / Channels)] = w[i];
        long lines = Batch * height;
        float[]? whole = null;
        foreach (long[] bounds in new long[][] { [0, lines], [0, 1, lines], [0, lines / 3, lines / 2, lines] })
        {
            using var result = new GuardedMemory((results * outputStride) - extra);
            result.Span.Fill(float.NaN);
            var arguments = new NarrowTransposedArguments
            {
                Input = input.Pointer,
                Output = result.Pointer,
                Weights = filters.Pointer,
                Bias = row.Pointer,
                Min = limits?.Min ?? float.NegativeInfinity,
                Max = limits?.Max ?? float.PositiveInfinity,
            };
            for (int i = 1; i < bounds.Length; i++)
                kernels.Float32.NarrowTransposed(shape, in arguments, bounds[i - 1], bounds[i]);
            float[] planes = new float[results * Channels];
            for (int i = 0; i < planes.Length; i++)
            {
                (int plane, int pixel) = Math.DivRem(i, (int)(height * width));
                (int image, int channel) = Math.DivRem(plane, Channels);
                planes[i] = result.Span[(((image * (int)(height * width)) + pixel) * outputStride) + channel];
            }

            double[] wanted = [.. expected.Values.Select(value => limits is var (min, max) ? Math.Clamp(value, min, max) : value)];
            KernelSets.Close(
                wanted, planes, Tolerance.Rounding, $"{kernels.InstructionSet}, {channels} channels, {extents}, {window}");
            Assert.Equal(whole ??= planes, planes);
        }
    }

    // (input - 1) stride + kernel - pads.
    private static long Output(SlidingWindow window, int axis, int input) =>
        ((input - 1) * window.Strides[axis]) + window.Kernel[axis] - window.Pads[axis] - window.Pads[axis + 2];
}
