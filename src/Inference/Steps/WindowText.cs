using System.Globalization;
using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Steps;

/// <summary>Formats a window's geometry for a step's description; the depth is omitted if there is none.</summary>
internal static class WindowText
{
    /// <summary>"3x3 stride 2 112x112x64": kernel, stride of the outermost axis, and output extents.</summary>
    public static string Of(ConvolutionShape shape) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Depth(shape, shape.KernelDepth)}{shape.KernelHeight}x{shape.KernelWidth} stride " +
        $"{(shape.IsFlat ? shape.StrideHeight : shape.StrideDepth)} {Depth(shape, shape.OutputDepth)}{shape.OutputHeight}x" +
        $"{shape.OutputWidth}x{shape.OutputChannels}");

    private static string Depth(ConvolutionShape shape, int depth) =>
        shape.IsFlat ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{depth}x");
}
