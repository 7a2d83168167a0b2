using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Convolution and pooling over three axes in channels-last order, every operand and the scratch ending at guard pages.</summary>
public sealed unsafe class VolumeKernelTests
{
    private const int Batch = 2, Depth = 4, Height = 5, Width = 6;

    private static readonly SlidingWindow[] Windows =
    [
        new(3, 3, 3) { Pads = [1, 1, 1, 1, 1, 1] },
        new(2, 3, 2) { Strides = [2, 1, 2], Pads = [1, 0, 0, 0, 2, 1] },
        new(2, 3, 3) { Dilations = [3, 1, 2], Pads = [2, 1, 3, 2, 1, 3], Strides = [1, 2, 1] },
        new(1, 3, 3) { Strides = [2, 1, 1], Pads = [1, 1, 1, 2, 1, 1] },
        new(3, 3, 3) { Pads = [1, 1, 0, 1, 1, 0] },
        new(1, 1, 1),
    ];

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Dense(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (SlidingWindow window in Windows)
        {
            foreach ((int channels, int groups, int filters) in new[] { (1, 1, 3), (3, 1, 17), (17, 1, 5), (34, 2, 34), (6, 2, 10) })
                CheckDense(kernels, window, channels, groups, filters);
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Depthwise(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach (SlidingWindow window in Windows)
        {
            foreach (int channels in new[] { 1, kernels.Lanes, kernels.Lanes + 3 })
                CheckDepthwise(kernels, window, channels);
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Pooling(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        static bool PadsFit(SlidingWindow w) => !w.Pads.Where((pad, i) => pad > (w.Kernel[i % 3] - 1) * w.Dilations[i % 3]).Any();

        foreach (SlidingWindow window in Windows.Where(PadsFit))
        {
            foreach (int channels in new[] { 1, kernels.Lanes, kernels.Lanes + 3 })
                CheckPooling(kernels, window, channels);
        }
    }

    [Fact]
    public void Winograd_leaves_volumes_to_the_direct_sum()
    {
        ConvolutionShape flat = WindowShapes.Of(new(3, 3) { Pads = [1, 1, 1, 1] }, 1, 64, 64, 1, 56, 56);
        Assert.NotNull(WinogradChoice.Of(flat, 16, ProcessorTable.Generic));
        Assert.Null(WinogradChoice.Of(flat with { InputDepth = 8, OutputDepth = 8 }, 16, ProcessorTable.Generic));
        Assert.Null(WinogradChoice.Of(flat with { InputDepth = 3, KernelDepth = 3 }, 16, ProcessorTable.Generic));
    }

    private static void CheckDense(KernelSet kernels, SlidingWindow window, int channels, int groups, int filters)
    {
        ConvolutionShape shape = WindowShapes.Volume(window, Batch, channels, filters, groups, Depth, Height, Width);
        int depth = shape.Taps * shape.GroupInputChannels;
        var layout = new PanelLayout(shape.GroupOutputChannels, depth, kernels.Lanes);
        float[] images = Images(channels), kernel = KernelSets.Random(filters * depth, 2);
        using GuardedMemory input = GuardedMemory.Of<float>(images),
            bias = GuardedMemory.Of<float>(KernelSets.Random(layout.PackedColumns * groups, 3));
        using GuardedMemory weights = new((int)(layout.PackedLength * groups)), zeros = new(DenseConvolution.ZeroFloats(shape)),
            output = new((int)shape.OutputPixels * filters);
        using var scratch = new GuardedMemory((int)DenseConvolution.ScratchBytes(shape, kernels.Processor), elementSize: 1);
        KernelSets.PackFilters(shape, in layout, kernel, weights);
        var arguments = new DenseConvolutionArguments
        {
            Layout = layout,
            Input = input.Pointer,
            Output = output.Pointer,
            Weights = weights.Pointer,
            Bias = bias.Pointer,
            Zeros = zeros.Pointer,
            Scratch = (byte*)scratch.Pointer,
            Min = float.NegativeInfinity,
            Max = float.PositiveInfinity,
            Activation = UnaryKind.Identity,
        };
        for (int part = 0; part < 3; part++)
        {
            DenseConvolutionRange range = DenseConvolution.Part(shape, in layout, kernels.TileRows, kernels.Processor, part, 3);
            kernels.Float32.DenseConvolution(shape, in arguments, in range);
        }

        var w = new NdArray(new Shape([filters, shape.GroupInputChannels, .. window.Kernel]), [.. kernel.Select(v => (double)v)]);
        int packed = layout.PackedColumns, perGroup = shape.GroupOutputChannels;
        var b = NdArray.Build(new Shape(filters), i => bias.Span[((int)i[0] / perGroup * packed) + ((int)i[0] % perGroup)]);
        Compare(
            ReferenceConv.Convolve(Volume(images, channels), w, b, window, groups), output, Tolerance.Accumulated,
            $"{kernels.InstructionSet}, {channels} to {filters}, {groups} groups, {window}");
    }

    private static void CheckDepthwise(KernelSet kernels, SlidingWindow window, int channels)
    {
        ConvolutionShape shape = WindowShapes.Volume(window, Batch, channels, channels, channels, Depth, Height, Width);
        int packed = (channels + kernels.Lanes - 1) / kernels.Lanes * kernels.Lanes;
        float[] images = Images(channels);
        using GuardedMemory input = GuardedMemory.Of<float>(images),
            weights = GuardedMemory.Of<float>(KernelSets.Random(shape.Taps * packed, 2));
        using GuardedMemory bias = GuardedMemory.Of<float>(KernelSets.Random(packed, 3)), output = new((int)shape.OutputPixels * channels);
        var arguments = new DepthwiseArguments
        {
            Input = input.Pointer,
            Output = output.Pointer,
            Weights = weights.Pointer,
            WeightStride = packed,
            Bias = bias.Pointer,
            Min = float.NegativeInfinity,
            Max = float.PositiveInfinity,
        };
        long half = shape.OutputLines / 2;
        kernels.Float32.Depthwise(shape, in arguments, 0, half);
        kernels.Float32.Depthwise(shape, in arguments, half, shape.OutputLines);
        var w = NdArray.Build(
            new Shape([channels, 1, .. window.Kernel]),
            i => weights.Span[(int)((((i[2] * window.Kernel[1]) + i[3]) * window.Kernel[2]) + i[4]) * packed + (int)i[0]]);
        var b = NdArray.Build(new Shape(channels), i => bias.Span[(int)i[0]]);
        Compare(
            ReferenceConv.Convolve(Volume(images, channels), w, b, window, channels), output, Tolerance.Rounding,
            $"{kernels.InstructionSet}, {channels} channels, {window}");
    }

    private static void CheckPooling(KernelSet kernels, SlidingWindow window, int channels)
    {
        ConvolutionShape shape = WindowShapes.Volume(window, Batch, channels, channels, channels, Depth, Height, Width);
        float[] images = Images(channels);
        using GuardedMemory input = GuardedMemory.Of<float>(images);
        foreach (bool? countPadding in new bool?[] { null, false, true })
        {
            using var output = new GuardedMemory((int)shape.OutputPixels * channels);
            var arguments = new PoolingArguments
            {
                Input = input.Pointer,
                Output = output.Pointer,
                CountPadding = countPadding == true,
                PadBack = (int)window.Pads[3],
                PadBottom = (int)window.Pads[4],
                PadRight = (int)window.Pads[5],
            };
            long half = shape.OutputPixels / 2;
            foreach ((long first, long last) in new[] { (0, half), (half, shape.OutputPixels) })
            {
                if (countPadding is null)
                    kernels.Float32.MaxPool(shape, in arguments, first, last);
                else
                    kernels.Float32.AveragePool(shape, in arguments, first, last);
            }

            NdArray x = Volume(images, channels), expected = countPadding is { } count
                ? ReferencePool.Average(x, window, count)
                : ReferencePool.Max(x, window);
            Compare(
                expected, output, Tolerance.Rounding, $"{kernels.InstructionSet}, {channels} channels, padding {countPadding}, {window}");
        }
    }

    private static float[] Images(int channels) => KernelSets.Random(Batch * Depth * Height * Width * channels, 1);

    private static NdArray Volume(float[] images, int channels) => NdArray.Build(
        new Shape(Batch, channels, Depth, Height, Width),
        i => images[((((((i[0] * Depth) + i[2]) * Height) + i[3]) * Width) + i[4]) * channels + i[1]]);

    private static void Compare(NdArray expected, GuardedMemory output, Tolerance tolerance, string who) =>
        KernelSets.Close(ReferenceMovement.Transpose(expected, 0, 2, 3, 4, 1).Values, output.Span, tolerance, who);
}
