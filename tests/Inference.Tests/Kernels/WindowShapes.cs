using Fovea.Inference.Tests.Reference;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>The kernels' geometry of a reference window over dense images.</summary>
internal static class WindowShapes
{
    public static ConvolutionShape Of(SlidingWindow window, int batch, int channels, int filters, int groups, int height, int width) =>
        new()
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

    public static ConvolutionShape Volume(
        SlidingWindow window, int batch, int channels, int filters, int groups, int depth, int height, int width) => new()
        {
            Batch = batch,
            InputDepth = depth,
            InputHeight = height,
            InputWidth = width,
            InputChannels = channels,
            OutputDepth = (int)window.Positions(0, depth),
            OutputHeight = (int)window.Positions(1, height),
            OutputWidth = (int)window.Positions(2, width),
            OutputChannels = filters,
            Groups = groups,
            KernelDepth = (int)window.Kernel[0],
            KernelHeight = (int)window.Kernel[1],
            KernelWidth = (int)window.Kernel[2],
            StrideDepth = (int)window.Strides[0],
            StrideHeight = (int)window.Strides[1],
            StrideWidth = (int)window.Strides[2],
            PadFront = (int)window.Pads[0],
            PadTop = (int)window.Pads[1],
            PadLeft = (int)window.Pads[2],
            DilationDepth = (int)window.Dilations[0],
            DilationHeight = (int)window.Dilations[1],
            DilationWidth = (int)window.Dilations[2],
            InputPixelStride = channels,
            OutputPixelStride = filters,
            ResidualPixelStride = filters,
        };
}
