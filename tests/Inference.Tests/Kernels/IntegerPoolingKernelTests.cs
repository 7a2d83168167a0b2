using Fovea.Inference.Steps;
using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Pooling;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Maximum pooling of bytes: the kernel with operands that end at guard pages, and the operator against ONNX Runtime.</summary>
public sealed unsafe class IntegerPoolingKernelTests
{
    public static TheoryData<ElementType> Types() => [ElementType.UInt8, ElementType.Int8];

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_number_of_channels(ElementType type)
    {
        for (int channels = 1; channels <= 70; channels++)
            Check(type, channels, 5, 7, new SlidingWindow(3, 3) { Pads = [1, 1, 1, 1], Strides = [2, 2] }, extraPixelStride: channels % 3);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Windows(ElementType type)
    {
        foreach (int width in new[] { 3, 4, 9, 13 })
        {
            Check(type, 33, 4, width, new SlidingWindow(2, 2) { Strides = [2, 2] }, 0);
            Check(type, 33, 4, width, new SlidingWindow(3, 2) { Pads = [0, 1, 2, 0], Strides = [1, 2] }, 0);
            Check(type, 33, 5, width, new SlidingWindow(2, 3) { Pads = [1, 2, 1, 2], Dilations = [3, 1] }, 0);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_operator(ElementType type)
    {
        (int low, int high) = type == ElementType.UInt8 ? (0, 256) : (-128, 128);
        foreach (int channels in new[] { 1, 3, 17, 64 })
        {
            foreach (bool ceil in new[] { false, true })
            {
                var window = new SlidingWindow(3, 2) { Strides = [2, 2], Pads = [1, 0, 1, 1], CeilMode = ceil };
                Tensor x = new TensorRandom(channels).Integers(type, new Shape(2, channels, 7, 9), low, high);
                new OperatorCase("MaxPool", 12).Input(x).Attribute("kernel_shape", window.Kernel).Attribute("strides", window.Strides)
                    .Attribute("pads", window.Pads).Attribute("ceil_mode", window.CeilMode)
                    .Check(Tolerance.Exact, ReferencePool.Max(x, window));
            }
        }
    }

    private static void Check(ElementType type, int channels, int height, int width, SlidingWindow window, int extraPixelStride)
    {
        const int Batch = 2;
        int pixelStride = channels + extraPixelStride;
        ConvolutionShape shape = WindowShapes.Of(
            window, Batch, channels, channels, channels, height, width) with
        { InputPixelStride = pixelStride };
        byte[] bytes = new byte[(((Batch * height * width) - 1) * pixelStride) + channels];
        new Random(channels).NextBytes(bytes);
        using GuardedMemory input = GuardedMemory.Of<byte>(bytes);
        using var output = new GuardedMemory((int)(shape.OutputPixels * channels), elementSize: 1);
        var arguments = new PoolingArguments { Input = input.Pointer, Output = output.Pointer };
        long pixels = shape.OutputPixels;
        KernelFamily kernels = KernelSet.For(null).Of(type);
        kernels.MaxPool(shape, in arguments, 0, pixels / 2);
        kernels.MaxPool(shape, in arguments, pixels / 2, pixels);

        double Value(byte element) => type == ElementType.UInt8 ? element : (sbyte)element;
        var x = NdArray.Build(
            new Shape(Batch, channels, height, width), i => Value(bytes[((((i[0] * height) + i[2]) * width) + i[3]) * pixelStride + i[1]]));
        double[] actual = [.. output.Elements<byte>().ToArray().Select(Value)];
        Assert.Equal(ReferenceMovement.Transpose(ReferencePool.Max(x, window), 0, 2, 3, 1).Values, actual);
    }
}
