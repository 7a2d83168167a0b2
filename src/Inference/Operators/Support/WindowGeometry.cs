using Fovea.Inference.Tensors;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Operators.Support;

/// <summary>Converts a node's window to the kernels' geometry: missing axes get the extent 1.</summary>
internal static class WindowGeometry
{
    /// <param name="window">The window.</param>
    /// <param name="input">[N, C, (D, H,) W].</param>
    /// <param name="output">[N, M, (OD, OH,) OW].</param>
    /// <param name="groups">Channel groups.</param>
    /// <param name="inputPixel">Elements between input pixels.</param>
    /// <param name="outputPixel">Elements between output pixels.</param>
    /// <param name="residualPixel">Elements between pixels of the residual; 0 if there is none.</param>
    public static ConvolutionShape Shape(
        SlidingWindow window, Shape input, Shape output, int groups, long inputPixel, long outputPixel, long residualPixel)
    {
        Extents.ToKernelInt(Extents.Product(input.Skip(2)), "pixels in an image");
        Extents.ToKernelInt(Extents.Product(output.Skip(2)), "pixels in an image");
        long taps = Extents.ToKernelInt(Extents.Product(window.Kernel.Select(extent => (long)extent)), "taps");
        Extents.ToKernelInt(taps * (input[1] / groups), "elements in a sum");
        return new ConvolutionShape
        {
            Batch = Extents.ToKernelInt(input[0], "images"),
            InputDepth = Extent(input, 3),
            InputHeight = Extent(input, 2),
            InputWidth = Extent(input, 1),
            InputChannels = Extents.ToKernelInt(input[1], "channels"),
            OutputDepth = Extent(output, 3),
            OutputHeight = Extent(output, 2),
            OutputWidth = Extent(output, 1),
            OutputChannels = Extents.ToKernelInt(output[1], "channels"),
            Groups = groups,
            KernelDepth = FromEnd(window.Kernel, 3, 1),
            KernelHeight = FromEnd(window.Kernel, 2, 1),
            KernelWidth = FromEnd(window.Kernel, 1, 1),
            StrideDepth = FromEnd(window.Stride, 3, 1),
            StrideHeight = FromEnd(window.Stride, 2, 1),
            StrideWidth = FromEnd(window.Stride, 1, 1),
            PadFront = FromEnd(window.PadBegin, 3, 0),
            PadTop = FromEnd(window.PadBegin, 2, 0),
            PadLeft = FromEnd(window.PadBegin, 1, 0),
            DilationDepth = FromEnd(window.Dilation, 3, 1),
            DilationHeight = FromEnd(window.Dilation, 2, 1),
            DilationWidth = FromEnd(window.Dilation, 1, 1),
            InputPixelStride = inputPixel,
            OutputPixelStride = outputPixel,
            ResidualPixelStride = residualPixel,
        };
    }

    /// <summary>The value for an axis, counted from the last one (1); <paramref name="absent"/> if the window has no such axis.</summary>
    private static int FromEnd(int[] values, int axis, int absent) => axis <= values.Length ? values[^axis] : absent;

    private static int Extent(Shape image, int axis) =>
        axis <= image.Rank - 2 ? Extents.ToKernelInt(image[-axis], "pixels along an axis") : 1;
}
