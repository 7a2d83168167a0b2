using Fovea.Bench.Accuracy;
using Fovea.Bench.Statistics;
using Fovea.Kernels;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;

namespace Fovea.Bench.Calibration;

/// <summary>Times of a kernel from which figures of a processor follow.</summary>
internal static unsafe class LayerMeasurement
{
    /// <summary>Copies of the weights that are used in turn, so that none is cached when its turn comes: 400 MiB.</summary>
    private const int Copies = 100;

    /// <summary>
    /// How much faster 49 pixels of 512 channels are multiplied with 512 x 2048 weights from memory if the next weights are fetched while
    /// these are used: 1 if it makes no difference.
    /// </summary>
    public static double FetchingGain(KernelSet kernels)
    {
        ConvolutionShape layer = Pointwise(7, 512, 2048);
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
            return BestRound.Seconds(() =>
            {
                arguments.Fetch = fetch;
                arguments.Weights = weights.Pointer + (copy++ % Copies * layout.PackedLength);
                kernels.Float32.DenseConvolution(layer, in arguments, in whole);
            });
        }

        return Seconds(WeightFetch.None) / Seconds(WeightFetch.Once);
    }

    private static ConvolutionShape Pointwise(int extent, int channels, int filters) => new()
    {
        Batch = 1,
        InputHeight = extent,
        InputWidth = extent,
        InputChannels = channels,
        OutputHeight = extent,
        OutputWidth = extent,
        OutputChannels = filters,
        KernelHeight = 1,
        KernelWidth = 1,
        InputPixelStride = channels,
        OutputPixelStride = filters,
        ResidualPixelStride = filters,
    };
}
