using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Maximum and average pooling in channels-last order, every operand ending at a guard page.</summary>
public sealed unsafe class PoolingKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_number_of_channels(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int channels = 1; channels <= (2 * kernels.Lanes) + 1; channels++)
            Check(
                kernels, channels, 5, 7, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1], Strides = [2, 2] }, extraPixelStride: channels % 3);
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Windows(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (int width in new[] { 3, 4, 9, 13 })
        {
            Check(kernels, kernels.Lanes + 1, 4, width, new SlidingWindow(2, 2) { Strides = [2, 2] }, 0);
            Check(kernels, kernels.Lanes + 1, 4, width, new SlidingWindow(3, 2) { Pads = [0, 1, 2, 0], Strides = [1, 2] }, 0);
            Check(kernels, kernels.Lanes + 1, 5, width, new SlidingWindow(2, 3) { Pads = [1, 2, 1, 2], Dilations = [3, 1] }, 0);
        }
    }

    private static void Check(KernelSet kernels, int channels, int height, int width, SlidingWindow window, int extraPixelStride)
    {
        const int Batch = 2;
        int pixelStride = channels + extraPixelStride;
        ConvolutionShape shape = WindowShapes.Of(
            window, Batch, channels, channels, channels, height, width) with
        { InputPixelStride = pixelStride };
        using GuardedMemory input = GuardedMemory.Of(KernelSets.Random((((Batch * height * width) - 1) * pixelStride) + channels, 1));
        var x = NdArray.Build(
            new Shape(Batch, channels, height, width),
            i => input.Span[((int)((((i[0] * height) + i[2]) * width) + i[3]) * pixelStride) + (int)i[1]]);
        long pixels = shape.OutputPixels;
        foreach (string kind in new[] { "maximum", "mean", "mean with padding" })
        {
            using var output = new GuardedMemory((int)(shape.OutputPixels * channels));
            var arguments = new PoolingArguments
            {
                Input = input.Pointer,
                Output = output.Pointer,
                CountPadding = kind == "mean with padding",
                PadBottom = (int)window.Pads[2],
                PadRight = (int)window.Pads[3],
            };
            foreach ((long first, long last) in new[] { (0, pixels / 2), (pixels / 2, pixels) })
            {
                if (kind == "maximum")
                    kernels.Float32.MaxPool(shape, in arguments, first, last);
                else
                    kernels.Float32.AveragePool(shape, in arguments, first, last);
            }

            NdArray pooled = kind == "maximum" ? ReferencePool.Max(x, window) : ReferencePool.Average(x, window, arguments.CountPadding);
            KernelSets.Close(
                ReferenceMovement.Transpose(pooled, 0, 2, 3, 1).Values, output.Span, kind == "maximum"
                    ? Tolerance.Exact
                    : Tolerance.Rounding,
                $"{kernels.InstructionSet}, {kind}, {channels} channels, {height}x{width}, {window}");
        }
    }
}
