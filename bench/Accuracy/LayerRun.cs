using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Bench.Accuracy;

/// <summary>One layer by the engine's own kernels, directly or by Winograd's algorithm with a given tile.</summary>
internal static unsafe class LayerRun
{
    public static float[] Direct(KernelSet kernels, AccuracyLayer layer)
    {
        ConvolutionShape shape = layer.Shape;
        var layout = new PanelLayout(shape.OutputChannels, (long)shape.Taps * shape.InputChannels, kernels.Lanes);
        using NativeFloats input = NativeFloats.Of(layer.Input), filters = NativeFloats.Of(layer.Weights), weights = new(layout.PackedLength);
        using NativeFloats bias = new(layout.PackedColumns), zeros = new(DenseConvolution.ZeroFloats(shape)), output = new(layer.Expected.Length);
        using NativeFloats scratch = new((DenseConvolution.ScratchBytes(shape) / sizeof(float)) + 1);
        WeightPacking.Pack(
            filters.Pointer, shape.Taps, 1, shape.InputChannels, shape.Taps, (long)shape.InputChannels * shape.Taps, in layout, weights.Pointer);
        var arguments = new DenseConvolutionArguments
        {
            Input = input.Pointer,
            Output = output.Pointer,
            Weights = weights.Pointer,
            Bias = bias.Pointer,
            Zeros = zeros.Pointer,
            Scratch = (byte*)scratch.Pointer,
            Min = float.NegativeInfinity,
            Max = float.PositiveInfinity,
        };
        DenseConvolution.Run(kernels, shape, in layout, in arguments, part: 0, parts: 1);
        return output.Span.ToArray();
    }

    public static float[] Winograd(KernelSet kernels, AccuracyLayer layer, WinogradTile tile)
    {
        var shape = new WinogradShape(layer.Shape, tile);
        int tiles = checked((int)shape.Tiles);
        long inputPlane = shape.InputPlane(tiles), outputPlane = shape.OutputPlane(tiles);
        var layout = new PanelLayout(layer.Channels, layer.Channels, kernels.Lanes);
        using NativeFloats input = NativeFloats.Of(layer.Input), filters = NativeFloats.Of(layer.Weights), weights = new(layout.PackedLength * shape.Positions);
        using NativeFloats bias = new(layout.PackedColumns), zeros = new(layout.PackedColumns), output = new(layer.Expected.Length);
        using NativeFloats transformed = new(shape.Positions * inputPlane), products = new(shape.Positions * outputPlane);
        new WinogradWeights(tile, layer.Shape.KernelHeight, layer.Shape.KernelWidth).Pack(filters.Pointer, layer.Channels, in layout, weights.Pointer);
        var target = new WinogradOutput { Output = output.Pointer, Bias = bias.Pointer, Min = float.NegativeInfinity, Max = float.PositiveInfinity };
        kernels.WinogradInput(shape, input.Pointer, transformed.Pointer, 0, inputPlane, 0, tiles);
        WinogradProduct.Run(
            kernels, shape, in layout, transformed.Pointer, inputPlane, weights.Pointer, zeros.Pointer, products.Pointer, outputPlane, tiles, 0,
            (long)shape.Positions * layout.Panels);
        kernels.WinogradOutput(shape, products.Pointer, in target, 0, outputPlane, 0, tiles);
        return output.Span.ToArray();
    }
}
