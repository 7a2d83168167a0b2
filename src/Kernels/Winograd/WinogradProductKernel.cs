using System.Runtime.CompilerServices;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Winograd;

/// <summary>The products in the transformed domain: per position, tiles x input channels times input channels x filters.</summary>
[SkipLocalsInit]
internal static unsafe class WinogradProductKernel<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>The number of tiles to multiply with a panel before the next ones.</summary>
    private const int RowsTogether = 128;

    /// <summary>Multiplies a range of panels with all tiles.</summary>
    [MethodImpl(Loop.OptimizedAtOnce)]
    public static void Run(WinogradShape shape, in WinogradProductArguments t)
    {
        if (WinogradNarrowProduct<TSimd, TVec>.Fits(shape))
        {
            WinogradNarrowProduct<TSimd, TVec>.Run(in t);
            return;
        }

        int channels = shape.Slices.Inputs;
        int filters = shape.Slices.Outputs;
        int tiles = t.Tiles;
        PanelLayout layout = t.Layout;
        float** rows = stackalloc float*[RowsTogether];
        // Tiles of all positions are at the same places of their planes: the rows are filled once if they are few.
        int filled = -1;
        for (long item = t.First; item < t.Last; item++)
        {
            int position = (int)(item / layout.Panels);
            int panel = (int)(item % layout.Panels);
            int column = layout.FirstColumn(panel);
            var tile = new TileArguments
            {
                Rows = rows,
                Taps = 1,
                Run = channels,
                Offset = (nint)(position * t.TransformedPlane),
                Weights = t.Weights + (position * layout.PackedLength) + (column * layout.Depth),
                Bias = t.Zeros,
                OutputStride = filters,
                Columns = layout.ColumnsIn(panel),
                Min = float.NegativeInfinity,
                Max = float.PositiveInfinity,
            };
            float* to = t.Products + (position * t.ProductsPlane) + column;
            for (int start = 0; start < tiles; start += RowsTogether)
            {
                int count = Math.Min(RowsTogether, tiles - start);
                for (int i = 0; filled != start && i < count; i++)
                    rows[i] = t.Transformed + ((long)(start + i) * channels);
                filled = start;
                var split = new TileRows(count, GemmTiles<TSimd, TVec>.MaxRows);
                tile.Rows = rows;
                tile.Tiles = split.TallTiles;
                if (t.Fetches && item + 1 < t.Last)
                {
                    long floats = layout.Vectors(panel) * layout.Lanes * layout.Depth;
                    tile.Fetch = new WeightAhead(tile.Weights + floats, floats * sizeof(float), split.Count, channels);
                }

                tile.Output = to + ((long)start * filters);
                if (split.TallTiles > 0)
                    GemmTiles<TSimd, TVec>.Compute(split.BaseHeight + 1, layout.Vectors(panel), in tile);
                tile.Fetch.Skip(tile.Tiles, channels);
                tile.Rows = rows + split.FirstRow(split.TallTiles);
                tile.Tiles = split.Count - split.TallTiles;
                tile.Output += (long)split.FirstRow(split.TallTiles) * filters;
                GemmTiles<TSimd, TVec>.Compute(split.BaseHeight, layout.Vectors(panel), in tile);
            }
        }
    }
}
