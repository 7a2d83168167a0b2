using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Means of windows of bytes, every operand ending at a guard page: to the bit what the definition says.</summary>
public sealed unsafe class BytePoolingKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_number_of_channels(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        for (int channels = 1; channels <= 2 * kernels.Lanes + 1; channels++)
        {
            foreach (bool counts in new[] { false, true })
                Check(kernels, channels, 5, 7, new SlidingWindow(3, 2) { Pads = [1, 1, 1, 0], Strides = [2, 1] }, counts, channels % 3);
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Whole_images(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (int size in new[] { 1, 2, 4, 8, 13 })
            Check(kernels, kernels.Lanes + 3, size, size, new SlidingWindow(size, size), false, 0);
    }

    private static void Check(
        KernelSet kernels, int channels, int height, int width, SlidingWindow window, bool counts, int extraPixelStride)
    {
        foreach (ElementType type in new[] { ElementType.UInt8, ElementType.Int8 })
            Check(kernels, type, channels, height, width, window, counts, extraPixelStride);
    }

    private static void Check(
        KernelSet kernels, ElementType type, int channels, int height, int width, SlidingWindow window, bool counts, int extraPixelStride)
    {
        const int Batch = 2;
        const float InputScale = 0.5f, OutputScale = 0.25f;
        bool signed = type == ElementType.Int8;
        (int inputZero, int outputZero) = signed ? (-7, 11) : (120, 99);
        int pixelStride = channels + extraPixelStride;
        ConvolutionShape shape = WindowShapes.Of(
            window, Batch, channels, channels, channels, height, width) with
        { InputPixelStride = pixelStride };
        byte[] pixels = new byte[(((Batch * height * width) - 1) * pixelStride) + channels];
        new Random(channels + width).NextBytes(pixels);
        using GuardedMemory input = GuardedMemory.Of<byte>(pixels);
        using var output = new GuardedMemory((int)(shape.OutputPixels * channels), elementSize: 1);
        ByteBounds bounds = ByteBounds.Of(type, outputZero);
        var arguments = new BytePoolingArguments
        {
            Pooling = new PoolingArguments
            {
                Input = input.Pointer,
                Output = output.Pointer,
                CountPadding = counts,
                PadBottom = (int)window.Pads[2],
                PadRight = (int)window.Pads[3],
            },
            InputZero = inputZero,
            InputScale = InputScale,
            OutputScale = OutputScale,
            OutputZero = outputZero,
            Min = bounds.Low,
            Max = bounds.High,
        };
        long count = shape.OutputPixels;
        kernels.Of(type).QuantizedAveragePool(shape, in arguments, 0, count / 2);
        kernels.Of(type).QuantizedAveragePool(shape, in arguments, count / 2, count);

        var expected = new List<byte>();
        for (long i = 0; i < count; i++)
        {
            (long image, long y, long x) = (
                i / (shape.OutputHeight * shape.OutputWidth), i / shape.OutputWidth % shape.OutputHeight, i % shape.OutputWidth);
            for (int channel = 0; channel < channels; channel++)
            {
                (int sum, int inside, int padded) = (0, 0, 0);
                for (long ky = 0; ky < window.Kernel[0]; ky++)
                {
                    for (long kx = 0; kx < window.Kernel[1]; kx++)
                    {
                        long row = (y * window.Strides[0]) - window.Pads[0] + ky;
                        long column = (x * window.Strides[1]) - window.Pads[1] + kx;
                        padded += row < height + window.Pads[2] && column < width + window.Pads[3] ? 1 : 0;
                        if (row < 0 || row >= height || column < 0 || column >= width)
                            continue;
                        byte value = pixels[((((image * height) + row) * width) + column) * pixelStride + channel];
                        sum += (signed ? (sbyte)value : value) - inputZero;
                        inside++;
                    }
                }

                float scaled = sum * (InputScale / (OutputScale * (counts ? padded : inside)));
                expected.Add((byte)((int)MathF.Round(Math.Clamp(scaled, bounds.Low, bounds.High)) + outputZero));
            }
        }

        Assert.Equal(expected, output.Elements<byte>().ToArray());
    }
}
