namespace Fovea.Kernels.Gemm;

/// <summary>
/// How a block of rows is split into register tiles: as few as the tallest tile allows, and as even as possible (49 = 7 x 7, not 6 x 8 +
/// 1), because a short tile has too few accumulators to hide the latency of a multiply-add. The taller tiles come first, so that tiles of
/// the same height are one call.
/// </summary>
internal readonly struct TileRows
{
    public TileRows(int rows, int tallest)
    {
        Count = (rows + tallest - 1) / tallest;
        BaseHeight = Count == 0 ? 0 : rows / Count;
        TallTiles = rows - (BaseHeight * Count);
    }

    /// <summary>The number of tiles.</summary>
    public int Count { get; }

    /// <summary>Rows of the shorter tiles.</summary>
    public int BaseHeight { get; }

    /// <summary>How many of the first tiles have one more row.</summary>
    public int TallTiles { get; }

    /// <summary>The first row of a tile; for <see cref="Count"/>, the row after the last.</summary>
    public int FirstRow(int tile) => (tile * BaseHeight) + Math.Min(tile, TallTiles);
}
