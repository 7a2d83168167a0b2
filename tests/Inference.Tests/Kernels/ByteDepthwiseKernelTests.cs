using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Depthwise convolution of bytes, every operand ending at a guard page: to the bit what the definition says.</summary>
public sealed unsafe class ByteDepthwiseKernelTests
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
        Check(kernels, ElementType.UInt8, channels, height, width, window, extraPixelStride);
        Check(kernels, ElementType.Int8, channels, height, width, window, extraPixelStride);
    }

    private static void Check(
        KernelSet kernels, ElementType type, int channels, int height, int width, SlidingWindow window, int extraPixelStride)
    {
        const int Batch = 2;
        int pixelStride = channels + extraPixelStride, packed = (channels + kernels.Lanes - 1) / kernels.Lanes * kernels.Lanes;
        int taps = (int)(window.Kernel[0] * window.Kernel[1]);
        ConvolutionShape shape = WindowShapes.Of(
            window, Batch, channels, channels, channels, height, width) with
        { InputPixelStride = pixelStride };
        var random = new Random(channels + width);
        bool signed = type == ElementType.Int8;
        (int inputZero, int outputZero) = signed ? (-7, 11) : (120, 99);
        (int least, int largest) = signed ? (-128, 127) : (0, 255);
        byte[] pixels = new byte[(((Batch * height * width) - 1) * pixelStride) + channels];
        random.NextBytes(pixels);
        float[] Integers(int count, int bound) => [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-bound, bound))];
        float[] filters = Integers(taps * packed, 256);
        float[] added = Integers(packed, 2048), more = [.. Integers(packed, 20_000).Select(i => 4096 * i)];
        float[] factors = [.. Enumerable.Range(0, packed).Select(_ => 0.000001f + (random.NextSingle() * 0.00001f))];
        using GuardedMemory input = GuardedMemory.Of<byte>(pixels);
        using GuardedMemory weights = GuardedMemory.Of(filters), scales = GuardedMemory.Of(factors);
        using GuardedMemory bias = GuardedMemory.Of(added), high = GuardedMemory.Of(more);
        using var output = new GuardedMemory((int)(shape.OutputPixels * channels), elementSize: 1);
        var arguments = new DepthwiseArguments
        {
            Input = input.Pointer,
            Output = output.Pointer,
            Weights = weights.Pointer,
            WeightStride = packed,
            Bias = bias.Pointer,
            Min = least - outputZero,
            Max = largest - outputZero,
            InputZero = inputZero,
            HighBias = high.Pointer,
            Scales = scales.Pointer,
            OutputZero = outputZero,
        };
        long rows = shape.OutputLines;
        kernels.Of(type).Depthwise(shape, in arguments, 0, rows / 2);
        kernels.Of(type).Depthwise(shape, in arguments, rows / 2, rows);

        double Pixel(long[] i)
        {
            byte value = pixels[((((((i[0] * height) + i[2]) * width) + i[3])) * pixelStride) + i[1]];
            return (signed ? (sbyte)value : value) - inputZero;
        }

        var kernel = NdArray.Build(
            new Shape(channels, 1, window.Kernel[0], window.Kernel[1]),
            i => filters[(((i[2] * window.Kernel[1]) + i[3]) * packed) + i[0]]);
        NdArray expected = ReferenceMovement.Transpose(
            ReferenceConv.Convolve(
                NdArray.Build(new Shape(Batch, channels, height, width), Pixel), kernel,
                NdArray.Build(new Shape(channels), i => (double)added[i[0]] + more[i[0]]), window, channels),
            0, 2, 3, 1);
        using var floats = new GuardedMemory((int)(shape.OutputPixels * channels));
        using GuardedMemory offsets = GuardedMemory.Of([.. factors.Select(factor => 1e5f * factor)]);
        arguments.Output = floats.Pointer;
        arguments.Offsets = offsets.Pointer;
        kernels.Of(type).DepthwiseToFloat(shape, in arguments, 0, rows);

        float Real(double sum, int index)
        {
            // Without the second part of the bias, which only sums that become bytes have.
            float scaled = (float)(sum - more[index % channels]) * factors[index % channels];
            return Math.Clamp(scaled + offsets.Elements<float>()[index % channels], least - outputZero, largest - outputZero);
        }

        Assert.Equal(expected.Values.Select(Real), floats.Elements<float>().ToArray());
        byte Result(double sum, int index)
        {
            float scaled = Math.Clamp((float)sum * factors[index % channels], least - outputZero, largest - outputZero);
            return (byte)((int)MathF.Round(scaled) + outputZero);
        }

        Assert.Equal(expected.Values.Select(Result), output.Elements<byte>().ToArray());
    }
}
