using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// Convolution as an indirect matrix product (Dukhan, "The Indirect Convolution Algorithm", 2019): rows are output pixels, the
/// depth is the taps' channel runs, read in place through pointers (<see cref="RowPointers"/>).
/// </summary>
internal static unsafe class DenseConvolution
{
    /// <summary>The bytes of input that a block of rows may touch: a quarter of a 1 MiB second-level cache, the rest is for weights.</summary>
    private const int BlockInputBytes = 256 * 1024;

    private const int MaxBlockRows = 256;

    /// <summary>Tiles of at most 8 rows by 192 bytes.</summary>
    private const int TilesBeforeActivation = 8;

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

    /// <summary>Computes this worker's part of the output. The parts cut pixels or panels, never a sum: each element is one chain over its taps.</summary>
    public static void Run(
        KernelSet kernels, ConvolutionShape shape, in PanelLayout layout, in DenseConvolutionArguments t, int part, int parts)
    {
        // Rows, so that a member reads what it wrote in the layer before: memory moves slowly between cores. Panels where there are too few rows
        // for whole tiles, as in a fully connected layer of one image.
        bool splitPanels = shape.OutputPixels < parts * (long)kernels.TileRows / 2;
        (long firstRow, long lastRow) = splitPanels ? (0, shape.OutputPixels) : Partition.Of(shape.OutputPixels, part, parts);
        (long firstPanel, long lastPanel) = splitPanels ? Partition.Of(layout.Panels, part, parts) : (0, layout.Panels);
        Run(kernels, shape, in layout, in t, firstRow, lastRow, (int)firstPanel, (int)lastPanel);
    }

    /// <summary>Computes the output pixels [firstRow, lastRow), counted over the whole batch, of the panels [firstPanel, lastPanel).</summary>
    public static void Run(
        KernelSet kernels, ConvolutionShape shape, in PanelLayout layout, in DenseConvolutionArguments t, long firstRow, long lastRow,
        int firstPanel, int lastPanel)
    {
        int blockRows = BlockRows(shape);
        for (long row = firstRow; row < lastRow; row += blockRows)
        {
            int rows = (int)Math.Min(blockRows, lastRow - row);
            var cut = new TileRows(rows, kernels.TileRows);
            bool gathers = RowPointers.Gathers(shape);
            float** pointers = null;
            // Groups inside blocks of rows: they read the same pixels, which then are in cache.
            for (int group = 0; group < shape.Groups; group++)
            {
                nint before = group * (nint)shape.GroupInputChannels;
                if (group == 0 || gathers)
                {
                    var block = new RowBlock
                    {
                        Input = gathers ? t.Input + before : t.Input,
                        Zeros = t.Zeros,
                        Scratch = t.Scratch,
                        FirstRow = row,
                        Rows = rows,
                        Tiles = cut,
                    };
                    pointers = RowPointers.Fill(shape, in block);
                }

                for (int panel = firstPanel; panel < lastPanel; panel++)
                    RunPanel(kernels, shape, in layout, in t, group, row, cut, panel, pointers, gathers ? 0 : before);
            }
        }
    }

    private static void RunPanel(
        KernelSet kernels, ConvolutionShape shape, in PanelLayout layout, in DenseConvolutionArguments t,
        int group, long firstRow, TileRows cut, int panel, float** pointers, nint offset)
    {
        int taps = RowPointers.Taps(shape);
        int column = layout.FirstColumn(panel);
        int vectors = layout.Vectors(panel);
        long outputColumn = ((long)group * shape.GroupOutputChannels) + column;
        var tile = new TileArguments
        {
            Taps = taps,
            Run = RowPointers.Run(shape),
            Offset = offset,
            Weights = t.Weights + (group * layout.PackedLength) + (column * layout.Depth),
            Bias = t.Bias + ((long)group * layout.PackedColumns) + column,
            ResidualStride = (nint)shape.ResidualPixelStride,
            OutputStride = (nint)shape.OutputPixelStride,
            Columns = layout.ColumnsIn(panel),
            Min = t.Min,
            Max = t.Max,
        };
        // An activation that the tile does not have follows while its tiles are in the first-level cache.
        int together = t.Activation == UnaryKind.Identity ? cut.Count : TilesBeforeActivation;
        for (int i = 0; i < cut.Count; i += tile.Tiles)
        {
            bool high = i < cut.Higher;
            int height = high ? cut.Low + 1 : cut.Low;
            int row = cut.Start(i);
            tile.Tiles = Math.Min(together, (high ? cut.Higher : cut.Count) - i);
            tile.Rows = pointers + ((long)row * taps);
            tile.Output = t.Output + ((firstRow + row) * shape.OutputPixelStride) + outputColumn;
            tile.Residual = t.Residual == null ? null : t.Residual + ((firstRow + row) * shape.ResidualPixelStride) + outputColumn;
            kernels.Tile(height, vectors, in tile);
            if (t.Activation != UnaryKind.Identity)
            {
                var activation = new UnaryArguments
                {
                    X = tile.Output,
                    Y = tile.Output,
                    XRow = shape.OutputPixelStride,
                    YRow = shape.OutputPixelStride,
                    Rows = tile.Tiles * height,
                    Columns = tile.Columns,
                    Alpha = t.Alpha,
                    Beta = t.Beta,
                };
                kernels.Unary(t.Activation, in activation);
            }
        }
    }
}
