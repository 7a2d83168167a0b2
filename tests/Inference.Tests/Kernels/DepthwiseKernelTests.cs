using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Depthwise convolution in channels-last order, every operand ending at a guard page.</summary>
public sealed unsafe class DepthwiseKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_number_of_channels(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int channels = 1; channels <= 2 * kernels.Lanes + 1; channels++)
            Check(kernels, channels, 5, 7, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1] }, extraPixelStride: channels % 3);
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Windows(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        int channels = kernels.Lanes + 1;
        foreach (int width in new[] { 1, 2, 3, 4, 5, 9, 13 })
        {
            Check(kernels, channels, 4, width, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1], Strides = [2, 2] }, 0);
            Check(kernels, channels, 6, width, new SlidingWindow(5, 5) { Pads = [2, 2, 2, 2] }, 0);
            Check(kernels, channels, 5, width, new SlidingWindow(3, 2) { Pads = [2, 0, 1, 4], Dilations = [2, 1] }, 0);
            Check(kernels, channels, 5, width, new SlidingWindow(1, 3) { Pads = [0, 4, 0, 4], Dilations = [1, 3], Strides = [1, 2] }, 0);
        }
    }

    private static void Check(KernelSet kernels, int channels, int height, int width, SlidingWindow window, int extraPixelStride)
    {
        const int Batch = 2;
        int outputHeight = (int)window.Positions(0, height), outputWidth = (int)window.Positions(1, width);
        int pixelStride = channels + extraPixelStride, packed = (channels + kernels.Lanes - 1) / kernels.Lanes * kernels.Lanes;
        int taps = (int)(window.Kernel[0] * window.Kernel[1]);
        ConvolutionShape shape = WindowShapes.Of(
            window, Batch, channels, channels, channels, height, width) with
        { InputPixelStride = pixelStride };
        using GuardedMemory input = GuardedMemory.Of(KernelSets.Random((Batch * height * width - 1) * pixelStride + channels, 1));
        using GuardedMemory weights = GuardedMemory.Of(KernelSets.Random(taps * packed, 2));
        using GuardedMemory bias = GuardedMemory.Of(KernelSets.Random(packed, 3));
        using var output = new GuardedMemory(Batch * outputHeight * outputWidth * channels);
        long rows = (long)Batch * outputHeight;
        var arguments = new DepthwiseArguments
        {
            Input = input.Pointer,
            Output = output.Pointer,
            Weights = weights.Pointer,
            WeightStride = packed,
            Bias = bias.Pointer,
            Min = -1,
            Max = 1,
        };
        kernels.Float32.Depthwise(shape, in arguments, 0, rows / 2);
        kernels.Float32.Depthwise(shape, in arguments, rows / 2, rows);

        var images = NdArray.Build(
            new Shape(Batch, channels, height, width),
            i => input.Span[(int)((i[0] * height + i[2]) * width + i[3]) * pixelStride + (int)i[1]]);
        var kernel = NdArray.Build(
            new Shape(channels, 1, window.Kernel[0], window.Kernel[1]),
            i => weights.Span[(int)(i[2] * window.Kernel[1] + i[3]) * packed + (int)i[0]]);
        var biases = NdArray.Build(new Shape(channels), i => bias.Span[(int)i[0]]);
        NdArray expected = ReferenceMovement.Transpose(
            ReferenceConv.Convolve(images, kernel, biases, window, channels).Select(v => Math.Clamp(v, -1, 1)), 0, 2, 3, 1);
        KernelSets.Close(
            expected.Values, output.Span, Tolerance.Rounding, $"{kernels.InstructionSet}, {channels} channels, {height}x{width}, {window}");
    }
}
