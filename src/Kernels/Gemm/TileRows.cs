namespace Fovea.Kernels.Gemm;

/// <summary>
/// How a block of rows is cut into register tiles: as few as the tallest tile allows, as even as possible (49 = 7 x 7, not 6 x 8 + 1), because
/// a low tile has too few accumulators to hide the latency of a multiply-add. The higher tiles come first: tiles of one height are one call.
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

    /// <summary>Rows of a low tile.</summary>
    public int BaseHeight { get; }

    /// <summary>How many tiles, the first ones, have one row more.</summary>
    public int TallTiles { get; }

    /// <summary>The first row of a tile; of <see cref="Count"/>: the row behind the last.</summary>
    public int FirstRow(int tile) => (tile * BaseHeight) + Math.Min(tile, TallTiles);
}
