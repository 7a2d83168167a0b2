using System.Runtime.CompilerServices;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Convolution;

/// <summary>
/// Convolution as an indirect matrix product (Dukhan, "The Indirect Convolution Algorithm", 2019): rows are output pixels, the
/// depth is the taps' channel runs, read in place through pointers (<see cref="RowPointers"/>).
/// </summary>
internal static unsafe class DenseConvolutionKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>Tiles of at most 8 rows by 192 bytes.</summary>
    private const int TilesBeforeActivation = 8;

    /// <summary>Computes a range of pixels and panels.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(ConvolutionShape shape, in DenseConvolutionArguments t, in DenseConvolutionRange range)
    {
        int blockRows = range.BlockRows;
        bool gathers = RowPointers.Gathers(shape);
        for (long row = range.FirstRow; row < range.LastRow; row += blockRows)
        {
            int rows = (int)Math.Min(blockRows, range.LastRow - row);
            var tiles = new TileRows(rows, GemmTiles<TSimd, TVec>.MaxRows);
            float** pointers = null;
            bool fetch = t.Fetch == WeightFetch.Always || (t.Fetch == WeightFetch.Once && row == range.FirstRow);
            // Groups are the inner loop, because they read the same pixels, which then are in cache.
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
                        Tiles = tiles,
                    };
                    pointers = RowPointers.Fill(shape, in block);
                }

                for (int panel = range.FirstPanel; panel < range.LastPanel; panel++)
                    RunPanel(shape, in t, group, row, tiles, panel, pointers, gathers ? 0 : before,
                        fetch && (panel + 1 < range.LastPanel || group + 1 < shape.Groups));
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void RunPanel(
        ConvolutionShape shape, in DenseConvolutionArguments t, int group, long firstRow, TileRows tiles, int panel, float** pointers,
        nint offset, bool fetch)
    {
        PanelLayout layout = t.Layout;
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
        if (fetch && tiles.Count > 1)
        {
            long floats = vectors * layout.Lanes * layout.Depth;
            tile.Fetch = new WeightAhead(tile.Weights + floats, floats * sizeof(float), tiles.Count, layout.Depth);
        }

        // An activation that the tile does not support is applied while the tiles are in the first-level cache.
        int together = t.Activation == UnaryKind.Identity ? tiles.Count : TilesBeforeActivation;
        for (int i = 0; i < tiles.Count; i += tile.Tiles)
        {
            bool tall = i < tiles.TallTiles;
            int height = tall ? tiles.BaseHeight + 1 : tiles.BaseHeight;
            int row = tiles.FirstRow(i);
            tile.Tiles = Math.Min(together, (tall ? tiles.TallTiles : tiles.Count) - i);
            tile.Rows = pointers + ((long)row * taps);
            tile.Output = t.Output + ((firstRow + row) * shape.OutputPixelStride) + outputColumn;
            tile.Residual = t.Residual == null ? null : t.Residual + ((firstRow + row) * shape.ResidualPixelStride) + outputColumn;
            GemmTiles<TSimd, TVec>.Compute(height, vectors, in tile);
            tile.Fetch.Skip(tile.Tiles, (nint)layout.Depth);
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
                UnaryKernel<TSimd, TVec>.Run(t.Activation, in activation);
            }
        }
    }
}
