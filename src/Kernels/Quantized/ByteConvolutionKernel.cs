using System.Runtime.CompilerServices;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// Convolution of bytes as an indirect matrix product, as <see cref="DenseConvolutionKernel{TSimd, TVec}"/> is of floats: rows are output
/// pixels, the depth is the taps' runs of words, read in place. A word of four channels is what a float is there.
/// </summary>
internal static unsafe class ByteConvolutionKernel<TSums, TProducts, TSum, TOperand>
    where TSums : struct, IByteSums<TSum>
    where TProducts : struct, IByteProducts<TSum, TOperand>
    where TSum : struct
    where TOperand : struct
{
    /// <summary>Computes a range of pixels and panels.</summary>
    /// <param name="shape">The geometry; channels and pixels of the input are counted in words, those of the output in elements.</param>
    /// <param name="t">The memory.</param>
    /// <param name="range">The output pixels and panels.</param>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(ConvolutionShape shape, in ByteConvolutionArguments t, in DenseConvolutionRange range)
    {
        int blockRows = range.BlockRows;
        int tallest = TProducts.MaxRows(t.Layout.Vectors(0));
        bool gathers = RowPointers.Gathers(shape);
        int* sums = t.Zeros == null ? null : (int*)(t.Scratch + RowPointers.ScratchBytes(shape, blockRows));
        for (long row = range.FirstRow; row < range.LastRow; row += blockRows)
        {
            int rows = (int)Math.Min(blockRows, range.LastRow - row);
            var tiles = new TileRows(rows, tallest);
            int** pointers = null;
            // Groups are the inner loop, because they read the same pixels, which then are in cache.
            for (int group = 0; group < shape.Groups; group++)
            {
                nint before = group * (nint)shape.GroupInputChannels;
                if (group == 0 || gathers)
                {
                    var block = new RowBlock
                    {
                        Input = (float*)(gathers ? t.Input + before : t.Input),
                        Zeros = (float*)t.Padding,
                        Scratch = t.Scratch,
                        FirstRow = row,
                        Rows = rows,
                        Tiles = tiles,
                    };
                    pointers = (int**)RowPointers.Fill(shape, in block);
                }

                nint offset = gathers ? 0 : before;
                if (sums != null)
                    Sum(shape, tiles, pointers, offset, t.Ones, sums);
                for (int panel = range.FirstPanel; panel < range.LastPanel; panel++)
                    RunPanel(shape, in t, group, row, tiles, panel, pointers, offset, sums);
            }
        }
    }

    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void RunPanel(
        ConvolutionShape shape, in ByteConvolutionArguments t, int group, long firstRow, TileRows tiles, int panel, int** pointers,
        nint offset, int* sums)
    {
        PanelLayout layout = t.Layout;
        int taps = RowPointers.Taps(shape);
        int column = layout.FirstColumn(panel);
        long packedColumn = ((long)group * layout.PackedColumns) + column;
        nint stride = (nint)shape.OutputPixelStride * t.OutputBytes;
        var tile = new ByteTileArguments
        {
            Taps = taps,
            Run = RowPointers.Run(shape),
            Offset = offset,
            Weights = t.Weights + (4 * ((group * layout.PackedLength) + (column * layout.Depth))),
            Bias = t.Bias + packedColumn,
            Zeros = t.Zeros == null ? null : t.Zeros + packedColumn,
            To = t.To,
            OutputStride = stride,
            Columns = layout.ColumnsIn(panel),
        };
        tile.To.Scales += packedColumn;
        tile.To.Offsets += packedColumn;
        byte* output = t.Output + (firstRow * stride) + ((((long)group * shape.GroupOutputChannels) + column) * t.OutputBytes);
        for (int i = 0; i < tiles.Count; i += tile.Tiles)
        {
            bool tall = i < tiles.TallTiles;
            int row = tiles.FirstRow(i);
            tile.Tiles = (tall ? tiles.TallTiles : tiles.Count) - i;
            tile.Rows = pointers + ((long)row * taps);
            tile.RowSums = sums == null ? null : sums + row;
            tile.Output = output + (row * stride);
            ByteTiles<TSums, TProducts, TSum, TOperand>.Compute(
                tall ? tiles.BaseHeight + 1 : tiles.BaseHeight, layout.Vectors(panel), in tile);
        }
    }

    // The sum of the bytes of each row: its product with a column of ones, whole vectors of words at a time.
    [MethodImpl(Loop.OptimizedAtOnce)]
    private static void Sum(ConvolutionShape shape, TileRows tiles, int** pointers, nint offset, sbyte* ones, int* sums)
    {
        int lanes = TSums.Lanes;
        int taps = RowPointers.Taps(shape);
        int run = RowPointers.Run(shape);
        int whole = run / lanes * lanes;
        for (int tile = 0; tile < tiles.Count; tile++)
        {
            int first = tiles.FirstRow(tile);
            int height = tiles.FirstRow(tile + 1) - first;
            for (int row = 0; row < height; row++)
            {
                int** pointer = pointers + ((long)first * taps) + row;
                TSum sum = TSums.Broadcast(0);
                for (int tap = 0; tap < taps; tap++, pointer += height)
                {
                    int* words = *pointer + offset;
                    for (int k = 0; k < whole; k += lanes)
                        sum = TProducts.MultiplyAdd(sum, TProducts.LoadRow(words + k), TProducts.LoadColumns(ones + (4 * k)));
                    // Lanes behind the last word are zeros.
                    if (whole < run)
                    {
                        sum = TProducts.MultiplyAdd(
                            sum, TProducts.LoadRowTail(words + whole, run - whole), TProducts.LoadColumns(ones + (4 * whole)));
                    }
                }

                sums[first + row] = TSums.Total(sum);
            }
        }
    }
}
