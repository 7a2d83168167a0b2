using Fovea.Kernels.Gemm;
using Fovea.Kernels.Layout;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// How a dense convolution is cut, and what memory it needs; computed by <see cref="DenseConvolutionKernel{TSimd, TVec}"/>.
/// </summary>
internal static class DenseConvolution
{
    /// <summary>The bytes of input that a block of rows may touch: a quarter of a 1 MiB second-level cache, the rest is for weights.</summary>
    private const int BlockInputBytes = 256 * 1024;

    private const int MaxBlockRows = 256;

    /// <summary>Rows that are computed together against all panels.</summary>
    public static int BlockRows(ConvolutionShape shape)
    {
        long rowBytes = (RowPointers.Gathers(shape) ? shape.Taps * shape.GroupInputChannels : shape.InputChannels) * (long)sizeof(float);
        return (int)Math.Clamp(BlockInputBytes / rowBytes / 8 * 8, 8, MaxBlockRows);
    }

    /// <summary>Scratch per worker.</summary>
    public static long ScratchBytes(ConvolutionShape shape) => RowPointers.ScratchBytes(shape, BlockRows(shape));

    /// <summary>Zeros that taps outside the image read: a run, at the place of any group.</summary>
    public static int ZeroFloats(ConvolutionShape shape) => Math.Max(shape.InputChannels, RowPointers.Run(shape));

    /// <summary>
    /// A worker's part of the output. The parts cut pixels or panels, never a sum: each element is one chain over its taps.
    /// </summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="layout">The panels of one group.</param>
    /// <param name="tileRows">Rows of the tallest register tile.</param>
    /// <param name="part">Which part.</param>
    /// <param name="parts">How many parts there are.</param>
    public static DenseConvolutionRange Part(ConvolutionShape shape, in PanelLayout layout, int tileRows, int part, int parts)
    {
        // Rows, so that a member reads what it wrote in the layer before: memory moves slowly between cores. Panels where there are too few rows
        // for whole tiles, as in a fully connected layer of one image.
        bool splitPanels = shape.OutputPixels < parts * (long)tileRows / 2;
        (long firstRow, long lastRow) = splitPanels ? (0, shape.OutputPixels) : Partition.Of(shape.OutputPixels, part, parts);
        (long firstPanel, long lastPanel) = splitPanels ? Partition.Of(layout.Panels, part, parts) : (0, layout.Panels);
        return new DenseConvolutionRange { FirstRow = firstRow, LastRow = lastRow, FirstPanel = (int)firstPanel, LastPanel = (int)lastPanel };
    }
}
