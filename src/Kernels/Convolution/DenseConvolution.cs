using Fovea.Kernels.Gemm;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Processors;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// How a dense convolution is blocked and partitioned, and how much memory it needs; <see cref="DenseConvolutionKernel{TSimd, TVec}"/>
/// computes it.
/// </summary>
internal static class DenseConvolution
{
    private const int MaxBlockRows = 256;

    /// <summary>
    /// The rows of a block, which is multiplied with all panels before the next block: what it reads stays in the second-level cache.
    /// </summary>
    public static int BlockRows(ConvolutionShape shape, Processor processor)
    {
        long rowBytes = (RowPointers.Gathers(shape) ? shape.Taps * shape.GroupInputChannels : shape.InputChannels) * (long)sizeof(float);
        return (int)Math.Clamp(processor.BlockBytes / rowBytes / 8 * 8, 8, MaxBlockRows);
    }

    /// <summary>Bytes of scratch memory per thread.</summary>
    public static long ScratchBytes(ConvolutionShape shape, Processor processor) =>
        RowPointers.ScratchBytes(shape, BlockRows(shape, processor));

    /// <summary>The number of zeros that taps outside the image read: one run, at the offset of any group.</summary>
    public static int ZeroFloats(ConvolutionShape shape) => Math.Max(shape.InputChannels, RowPointers.Run(shape));

    /// <summary>
    /// A thread's part of the output. Parts split pixels or panels, never a sum: each element is one chain of operations over its taps.
    /// </summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="layout">The panels of one group.</param>
    /// <param name="tileRows">Rows of the tallest register tile.</param>
    /// <param name="processor">The processor.</param>
    /// <param name="part">The index of the part.</param>
    /// <param name="parts">The number of parts.</param>
    public static DenseConvolutionRange Part(
        ConvolutionShape shape, in PanelLayout layout, int tileRows, Processor processor, int part, int parts)
    {
        // Splits rows, so that a thread reads what it wrote in the previous layer: memory moves slowly between cores. Splits panels if
        // there are too few rows for full tiles, as in a fully connected layer of one image.
        bool splitPanels = shape.OutputPixels < parts * (long)tileRows / 2;
        (long firstRow, long lastRow) = splitPanels ? (0, shape.OutputPixels) : Partition.Of(shape.OutputPixels, part, parts);
        (long firstPanel, long lastPanel) = splitPanels ? Partition.Of(layout.Panels, part, parts) : (0, layout.Panels);
        return new DenseConvolutionRange
        {
            FirstRow = firstRow,
            LastRow = lastRow,
            FirstPanel = (int)firstPanel,
            LastPanel = (int)lastPanel,
            BlockRows = BlockRows(shape, processor),
        };
    }
}
