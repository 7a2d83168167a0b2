using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Whole dense convolutions by every kind of row pointers, every operand and the scratch ending at guard pages.</summary>
public sealed unsafe class DenseConvolutionTests
{
    private static readonly SlidingWindow Padded = new(3, 3) { Pads = [1, 1, 1, 1] };

    /// <summary>Whole kernel rows, gathered patches, pointers per tap, plain rows, groups.</summary>
    public static TheoryData<string, int, int, int> Layers() => new()
    {
        { "whole rows", 3, 1, 5 },
        { "padded", 3, 1, 7 },
        { "padded", 8, 1, 17 },
        { "padded", 17, 1, 33 },
        { "padded", 34, 2, 34 },
        { "padded", 6, 2, 10 },
        { "strided", 16, 1, 16 },
        { "strided", 5, 1, 3 },
        { "pointwise", 19, 1, 49 },
        { "pointwise", 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Every_way_to_read_the_input(string name, int channels, int groups, int filters)
    {
        SlidingWindow window = name switch
        {
            "whole rows" => new SlidingWindow(3, 3) { Pads = [1, 0, 1, 0], Strides = [2, 2] },
            "strided" => new SlidingWindow(3, 2) { Pads = [2, 0, 1, 1], Strides = [2, 1], Dilations = [1, 2] },
            "pointwise" => new SlidingWindow(1, 1),
            _ => Padded,
        };
        foreach (InstructionSet set in KernelSet.Available)
        {
            foreach ((int height, int width) in new[] { (3, 3), (4, 11), (9, 5) })
                Check(KernelSet.For(set), channels, groups, filters, height, width, window);
        }
    }

    private static void Check(KernelSet kernels, int channels, int groups, int filters, int height, int width, SlidingWindow window)
    {
        const int Batch = 2;
        int outputHeight = (int)window.Positions(0, height), outputWidth = (int)window.Positions(1, width);
        ConvolutionShape shape = WindowShapes.Of(window, Batch, channels, filters, groups, height, width);
        int depth = shape.Taps * shape.GroupInputChannels;
        var layout = new PanelLayout(shape.GroupOutputChannels, depth, kernels.Lanes);
        float[] images = KernelSets.Random(Batch * height * width * channels, 1), kernel = KernelSets.Random(filters * depth, 2);
        float[] added = KernelSets.Random(Batch * outputHeight * outputWidth * filters, 4);
        using GuardedMemory input = GuardedMemory.Of(images), shortcut = GuardedMemory.Of(added);
        using GuardedMemory bias = GuardedMemory.Of(KernelSets.Random(layout.PackedColumns * groups, 3));
        using GuardedMemory weights = new((int)(layout.PackedLength * groups)), zeros = new(DenseConvolution.ZeroFloats(shape)),
            output = new(added.Length);
        using var scratch = new GuardedMemory((int)DenseConvolution.ScratchBytes(shape, kernels.Processor), elementSize: 1);
        KernelSets.PackFilters(shape, in layout, kernel, weights);
        var arguments = new DenseConvolutionArguments
        {
            Layout = layout,
            Input = input.Pointer,
            Output = output.Pointer,
            Residual = shortcut.Pointer,
            Weights = weights.Pointer,
            Bias = bias.Pointer,
            Zeros = zeros.Pointer,
            Scratch = (byte*)scratch.Pointer,
            Min = 0,
            Max = float.PositiveInfinity,
            Activation = UnaryKind.Identity,
        };
        for (int part = 0; part < 3; part++)
        {
            // Fetching weights ahead changes no result, and reads nothing behind them.
            arguments.Fetch = (WeightFetch)part;
            DenseConvolutionRange range = DenseConvolution.Part(shape, in layout, kernels.TileRows, kernels.Processor, part, 3);
            range.BlockRows = Math.Min(range.BlockRows, 24);
            kernels.Float32.DenseConvolution(shape, in arguments, in range);
        }

        var x = NdArray.Build(
            new Shape(Batch, channels, height, width), i => images[(((((i[0] * height) + i[2]) * width) + i[3]) * channels) + i[1]]);
        var w = new NdArray(
            new Shape(filters, shape.GroupInputChannels, window.Kernel[0], window.Kernel[1]), [.. kernel.Select(v => (double)v)]);
        int packed = layout.PackedColumns, perGroup = shape.GroupOutputChannels;
        var b = NdArray.Build(new Shape(filters), i => bias.Span[((int)i[0] / perGroup * packed) + ((int)i[0] % perGroup)]);
        NdArray sums = ReferenceMovement.Transpose(ReferenceConv.Convolve(x, w, b, window, groups), 0, 2, 3, 1);
        double[] expected = [.. sums.Values.Select((v, i) => Math.Max(0, v + added[i]))];
        KernelSets.Close(
            expected, output.Span, Tolerance.Accumulated,
            $"{kernels.InstructionSet}, {height}x{width}x{channels} to {filters}, {groups} groups, {window}");
    }
}
