using Fovea.Inference.Tests.Reference;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Every Winograd tile against the direct sum in double precision, every operand ending at a guard page.</summary>
public sealed unsafe class WinogradKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Every_extent_of_the_last_tile(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach ((int kernelHeight, int kernelWidth, WinogradTile tile) in Algorithms)
        {
            for (int extent = 1; extent <= 15; extent++)
            {
                Check(
                    kernels, kernelHeight, kernelWidth, tile, extent, 16
                    - extent, kernelHeight / 2, kernelWidth / 2, channels: kernels.Lanes, filters: kernels.Lanes,
                    residual: false);
            }
        }
    }

    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Panels_padding_and_residual(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        foreach ((int kernelHeight, int kernelWidth, WinogradTile tile) in Algorithms)
        {
            foreach (int filters in new[] { 1, 3, 4, 7 })
            {
                Check(
                    kernels, kernelHeight, kernelWidth, tile, 8, 7, Math.Min(kernelHeight - 1, filters % 3),
                    Math.Min(kernelWidth - 1, filters % 3),
                    channels: 2 * kernels.Lanes, filters * kernels.Lanes, residual: true);
            }
        }
    }

    /// <summary>One and several groups to a slice, one and several vectors, as many tiles as one block has and more.</summary>
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Groups_in_slices(InstructionSet instructionSet)
    {
        KernelSet kernels = KernelSet.For(instructionSet);
        int lanes = kernels.Lanes;
        foreach ((int kernelHeight, int kernelWidth, WinogradTile tile) in Algorithms)
        {
            var ofOneGroup = new[] { (3, lanes, lanes), (2, 2 * lanes, lanes), (4, lanes, 3 * lanes) };
            foreach ((int groups, int channels, int filters) in ofOneGroup)
            {
                Check(
                    kernels, kernelHeight, kernelWidth, tile, 13, 11, kernelHeight / 2, kernelWidth / 2, groups * channels,
                    groups * filters, residual: true, groups);
            }

            for (int together = 2; together <= Math.Min(4, lanes); together *= 2)
            {
                Check(
                    kernels, kernelHeight, kernelWidth, tile, 14, 15, kernelHeight / 2, kernelWidth / 2, 2 * lanes, 4 * lanes, residual: false,
                    2 * together);
            }
        }
    }

    private static IEnumerable<(int KernelHeight, int KernelWidth, WinogradTile Tile)> Algorithms =>
        from height in Enumerable.Range(1, 7)
        from width in Enumerable.Range(1, 7)
        from tile in WinogradChoice.Tiles(height, width)
        select (height, width, tile);

    // The layer in two blocks, as two threads would compute it.
    private static void Check(
        KernelSet kernels, int kernelHeight, int kernelWidth, WinogradTile tile, int height, int width, int padHeight, int padWidth,
        int channels, int filters, bool residual, int groups = 1)
    {
        int outputHeight = height + (2 * padHeight) - kernelHeight + 1, outputWidth = width + (2 * padWidth) - kernelWidth + 1;
        if (outputHeight < 1 || outputWidth < 1)
            return;
        const int Batch = 2;
        var window = new SlidingWindow(kernelHeight, kernelWidth) { Pads = [padHeight, padWidth, padHeight, padWidth] };
        var convolution = new ConvolutionShape
        {
            Batch = Batch,
            InputHeight = height,
            InputWidth = width,
            InputChannels = channels,
            OutputHeight = outputHeight,
            OutputWidth = outputWidth,
            OutputChannels = filters,
            KernelHeight = kernelHeight,
            KernelWidth = kernelWidth,
            PadTop = padHeight,
            PadLeft = padWidth,
            InputPixelStride = channels,
            OutputPixelStride = filters,
            ResidualPixelStride = filters,
            Groups = groups,
        };
        ChannelSlices slices = ChannelSlices.Of(convolution, kernels.Lanes)!.Value;
        var shape = new WinogradShape(convolution, slices, tile, kernels.Processor);
        var packing = new WinogradPacking(slices, tile, kernelHeight, kernelWidth, kernels.Lanes);
        PanelLayout layout = packing.Layout;
        int groupChannels = channels / groups;
        float[] images = KernelSets.Random(Batch * height * width * channels, 1);
        float[] kernel = KernelSets.Random(filters * groupChannels * kernelHeight * kernelWidth, 2);
        float[] added = KernelSets.Random(Batch * outputHeight * outputWidth * filters, 4);
        using GuardedMemory input = GuardedMemory.Of(images);
        using GuardedMemory weights = new((int)packing.Elements);
        using GuardedMemory bias = GuardedMemory.Of(KernelSets.Random(filters, 3));
        using GuardedMemory zeros = GuardedMemory.Of(new float[layout.PackedColumns]);
        using GuardedMemory shortcut = GuardedMemory.Of(added);
        using GuardedMemory output = new(added.Length);
        fixed (float* source = kernel)
        {
            for (int part = 0; part < packing.Parts; part++)
                packing.Pack(new PackingSource(source, ElementType.Float32), part, weights.Pointer);
        }

        long half = shape.Tiles / 2;
        IEnumerable<(long First, long Last, int Slice)> blocks =
            from range in new[] { (First: 0L, Last: half), (First: half, Last: shape.Tiles) }
            from slice in Enumerable.Range(0, slices.Count)
            select (range.First, range.Last, slice);
        foreach ((long first, long last, int slice) in blocks)
        {
            int filter = slice * slices.Outputs;
            int tiles = (int)(last - first);
            long inputPlane = shape.InputPlane(tiles), outputPlane = shape.OutputPlane(tiles);
            using GuardedMemory transformed = new((int)(shape.Positions * inputPlane));
            using GuardedMemory products = new((int)(shape.Positions * outputPlane));
            kernels.Float32.WinogradInput(shape, new WinogradInputArguments
            {
                Input = input.Pointer + (slice * slices.Inputs),
                Transformed = transformed.Pointer,
                Plane = inputPlane,
                Origin = first,
                First = first,
                Last = last,
            });
            kernels.Float32.WinogradProduct(shape, new WinogradProductArguments
            {
                Layout = layout,
                Transformed = transformed.Pointer,
                TransformedPlane = inputPlane,
                Weights = weights.Pointer + (slice * shape.Positions * layout.PackedLength),
                Zeros = zeros.Pointer,
                Products = products.Pointer,
                ProductsPlane = outputPlane,
                Tiles = tiles,
                Fetches = true,
                Last = (long)shape.Positions * layout.Panels,
            });
            kernels.Float32.WinogradOutput(shape, new WinogradOutputArguments
            {
                Products = products.Pointer,
                Plane = outputPlane,
                Origin = first,
                First = first,
                Last = last,
                Output = output.Pointer + filter,
                Bias = bias.Pointer + filter,
                Residual = residual ? shortcut.Pointer + filter : null,
                Min = 0,
                Max = float.PositiveInfinity,
            });
        }

        var x = NdArray.Build(
            new Shape(Batch, channels, height, width), i => images[(((i[0] * height) + i[2]) * width + i[3]) * channels + i[1]]);
        var w = NdArray.Build(
            new Shape(filters, groupChannels, kernelHeight, kernelWidth),
            i => kernel[(((((i[0] * groupChannels) + i[1]) * kernelHeight) + i[2]) * kernelWidth) + i[3]]);
        var b = NdArray.Build(new Shape(filters), i => bias.Span[(int)i[0]]);
        NdArray sums = ReferenceMovement.Transpose(ReferenceConv.Convolve(x, w, b, window, groups), 0, 2, 3, 1);
        double[] expected = [.. sums.Values.Select((v, i) => Math.Max(0, v + (residual ? added[i] : 0)))];
        KernelSets.Close(
            expected, output.Span, Tolerance.Accumulated,
            $"{kernels.InstructionSet}, {tile}, kernel {kernelHeight}x{kernelWidth}, {height}x{width} pad {padHeight}, {padWidth}, " +
            $"{channels} to {filters} in {groups}");
    }
}
