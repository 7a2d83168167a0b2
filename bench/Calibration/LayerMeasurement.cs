using Fovea.Bench.Accuracy;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Winograd;

namespace Fovea.Bench.Calibration;

/// <summary>Times of two kernels from which figures of a processor follow.</summary>
internal static unsafe class LayerMeasurement
{
    /// <summary>The share of the bytes of a network that lie between two uses of the same weights.</summary>
    private const int Copies = 16;

    /// <summary>The cycles that the input transform of F(4x4, 3x3) takes for a vector of channels of one tile.</summary>
    public static double InputTransformCycles(KernelSet kernels, double hertz)
    {
        ConvolutionShape layer = Layer(28, 128, 128, 3);
        var shape = new WinogradShape(layer, new WinogradTile(4, 4), kernels.Processor.TransformedBytes);
        int tiles = shape.BlockTiles;
        long plane = shape.InputPlane(tiles);
        using NativeFloats input = new(28 * 28 * 128), transformed = new(shape.Positions * plane);
        var arguments = new WinogradInputArguments
        {
            Input = input.Pointer,
            Transformed = transformed.Pointer,
            Plane = plane,
            Last = tiles,
        };
        double seconds = Rates.Seconds(() => kernels.Float32.WinogradInput(shape, in arguments));
        return seconds * hertz / (tiles * (layer.InputChannels / (double)kernels.Lanes));
    }

    /// <summary>
    /// How much faster 49 pixels of 512 channels are multiplied with 512 x 2048 weights from memory if the next weights are fetched while
    /// these are used: 1 if it makes no difference.
    /// </summary>
    public static double FetchingGain(KernelSet kernels)
    {
        ConvolutionShape layer = Layer(7, 512, 2048, 1);
        var layout = new PanelLayout(layer.OutputChannels, layer.InputChannels, kernels.Lanes);
        using NativeFloats input = new(49 * 512), output = new(49 * 2048), weights = new(Copies * layout.PackedLength);
        using NativeFloats bias = new(layout.PackedColumns), zeros = new(DenseConvolution.ZeroFloats(layer));
        using NativeFloats scratch = new((DenseConvolution.ScratchBytes(layer, kernels.Processor) / sizeof(float)) + 1);
        var arguments = new DenseConvolutionArguments
        {
            Layout = layout,
            Input = input.Pointer,
            Output = output.Pointer,
            Bias = bias.Pointer,
            Zeros = zeros.Pointer,
            Scratch = (byte*)scratch.Pointer,
            Min = float.NegativeInfinity,
            Max = float.PositiveInfinity,
        };
        DenseConvolutionRange whole = DenseConvolution.Part(layer, in layout, kernels.TileRows, kernels.Processor, part: 0, parts: 1);
        double Seconds(WeightFetch fetch)
        {
            int copy = 0;
            return Rates.Seconds(() =>
            {
                arguments.Fetch = fetch;
                arguments.Weights = weights.Pointer + (copy++ % Copies * layout.PackedLength);
                kernels.Float32.DenseConvolution(layer, in arguments, in whole);
            });
        }

        return Seconds(WeightFetch.None) / Seconds(WeightFetch.Once);
    }

    private static ConvolutionShape Layer(int extent, int channels, int filters, int kernel) => new()
    {
        Batch = 1,
        InputHeight = extent,
        InputWidth = extent,
        InputChannels = channels,
        OutputHeight = extent,
        OutputWidth = extent,
        OutputChannels = filters,
        KernelHeight = kernel,
        KernelWidth = kernel,
        PadTop = kernel / 2,
        PadLeft = kernel / 2,
        InputPixelStride = channels,
        OutputPixelStride = filters,
        ResidualPixelStride = filters,
    };
}
