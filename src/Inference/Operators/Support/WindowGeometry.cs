using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Operators.Support;

/// <summary>From a node's window to the geometry of the kernels: one-dimensional windows become height 1.</summary>
internal static class WindowGeometry
{
    /// <param name="window">The window.</param>
    /// <param name="input">[N, C, (H,) W].</param>
    /// <param name="output">[N, M, (OH,) OW].</param>
    /// <param name="groups">Channel groups.</param>
    /// <param name="inputPixel">Floats between input pixels.</param>
    /// <param name="outputPixel">Floats between output pixels.</param>
    /// <param name="residualPixel">Floats between pixels of the residual; 0 for none.</param>
    public static ConvolutionShape Shape(
        SlidingWindow window, Shape input, Shape output, int groups, long inputPixel, long outputPixel, long residualPixel)
    {
        bool flat = window.Axes == 1;
        return new ConvolutionShape
        {
            Batch = checked((int)input[0]),
            InputHeight = flat ? 1 : checked((int)input[2]),
            InputWidth = checked((int)input[-1]),
            InputChannels = checked((int)input[1]),
            OutputHeight = flat ? 1 : checked((int)output[2]),
            OutputWidth = checked((int)output[-1]),
            OutputChannels = checked((int)output[1]),
            Groups = groups,
            KernelHeight = flat ? 1 : window.Kernel[0],
            KernelWidth = window.Kernel[^1],
            StrideHeight = flat ? 1 : window.Stride[0],
            StrideWidth = window.Stride[^1],
            PadTop = flat ? 0 : window.PadBegin[0],
            PadLeft = window.PadBegin[^1],
            DilationHeight = flat ? 1 : window.Dilation[0],
            DilationWidth = window.Dilation[^1],
            InputPixelStride = inputPixel,
            OutputPixelStride = outputPixel,
            ResidualPixelStride = residualPixel,
        };
    }
}
