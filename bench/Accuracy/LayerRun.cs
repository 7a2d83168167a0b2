using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Bench.Accuracy;

/// <summary>Runs one layer by the engine's kernels, directly or by Winograd's algorithm with a given tile.</summary>
internal static unsafe class LayerRun
{
    public static float[] Direct(KernelSet kernels, AccuracyLayer layer)
    {
        ConvolutionShape shape = layer.Shape;
        var layout = new PanelLayout(shape.OutputChannels, (long)shape.Taps * shape.InputChannels, kernels.Lanes);
        using NativeFloats input = NativeFloats.Of(layer.Input), filters = NativeFloats.Of(layer.Weights),
            weights = new(layout.PackedLength);
        using NativeFloats bias = new(layout.PackedColumns), zeros = new(DenseConvolution.ZeroFloats(shape)),
            output = new(layer.Expected.Length);
        using NativeFloats scratch = new((DenseConvolution.ScratchBytes(shape, kernels.Processor) / sizeof(float)) + 1);
        var packing = new PackingArguments
        {
            Source = filters.Pointer,
            Taps = shape.Taps,
            TapStride = 1,
            Run = shape.InputChannels,
            RunStride = shape.Taps,
            ColumnStride = (long)shape.InputChannels * shape.Taps,
        };
        WeightPacking.Pack(in packing, in layout, weights.Pointer);
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
        };
        DenseConvolutionRange whole = DenseConvolution.Part(shape, in layout, kernels.TileRows, kernels.Processor, part: 0, parts: 1);
        kernels.Float32.DenseConvolution(shape, in arguments, in whole);
        return output.Span.ToArray();
    }

    public static float[] Winograd(KernelSet kernels, AccuracyLayer layer, WinogradTile tile)
    {
        var shape = new WinogradShape(layer.Shape, ChannelSlices.Of(layer.Shape, kernels.Lanes)!.Value, tile, kernels.Processor);
        int tiles = checked((int)shape.Tiles);
        long inputPlane = shape.InputPlane(tiles), outputPlane = shape.OutputPlane(tiles);
        var layout = new PanelLayout(layer.Channels, layer.Channels, kernels.Lanes);
        using NativeFloats input = NativeFloats.Of(layer.Input), filters = NativeFloats.Of(layer.Weights),
            weights = new(layout.PackedLength * shape.Positions);
        using NativeFloats bias = new(layout.PackedColumns), zeros = new(layout.PackedColumns), output = new(layer.Expected.Length);
        using NativeFloats transformed = new(shape.Positions * inputPlane), products = new(shape.Positions * outputPlane);
        new WinogradWeights(tile, layer.Shape.KernelHeight, layer.Shape.KernelWidth)
            .Pack(filters.Pointer, layer.Channels, in layout, weights.Pointer);
        kernels.Float32.WinogradInput(
            shape,
            new WinogradInputArguments { Input = input.Pointer, Transformed = transformed.Pointer, Plane = inputPlane, Last = tiles });
        kernels.Float32.WinogradProduct(shape, new WinogradProductArguments
        {
            Layout = layout,
            Transformed = transformed.Pointer,
            TransformedPlane = inputPlane,
            Weights = weights.Pointer,
            Zeros = zeros.Pointer,
            Products = products.Pointer,
            ProductsPlane = outputPlane,
            Tiles = tiles,
            Last = (long)shape.Positions * layout.Panels,
        });
        kernels.Float32.WinogradOutput(shape, new WinogradOutputArguments
        {
            Products = products.Pointer,
            Plane = outputPlane,
            Last = tiles,
            Output = output.Pointer,
            Bias = bias.Pointer,
            Min = float.NegativeInfinity,
            Max = float.PositiveInfinity,
        });
        return output.Span.ToArray();
    }
}
