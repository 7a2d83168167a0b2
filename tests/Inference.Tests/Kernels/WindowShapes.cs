using Fovea.Inference.Tests.Reference;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>The kernels' geometry of a reference window over dense images.</summary>
internal static class WindowShapes
{
    public static ConvolutionShape Of(SlidingWindow window, int batch, int channels, int filters, int groups, int height, int width) => new()
    {
        Batch = batch,
        InputHeight = height,
        InputWidth = width,
        InputChannels = channels,
        OutputHeight = (int)window.Positions(0, height),
        OutputWidth = (int)window.Positions(1, width),
        OutputChannels = filters,
        Groups = groups,
        KernelHeight = (int)window.Kernel[0],
        KernelWidth = (int)window.Kernel[1],
        StrideHeight = (int)window.Strides[0],
        StrideWidth = (int)window.Strides[1],
        PadTop = (int)window.Pads[0],
        PadLeft = (int)window.Pads[1],
        DilationHeight = (int)window.Dilations[0],
        DilationWidth = (int)window.Dilations[1],
        InputPixelStride = channels,
        OutputPixelStride = filters,
        ResidualPixelStride = filters,
    };
}
