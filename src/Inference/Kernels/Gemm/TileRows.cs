namespace Fovea.Inference.Kernels.Gemm;

/// <summary>
/// How a block of rows is cut into register tiles: as few as the tallest tile allows, as even as possible (49 = 7 x 7, not 6 x 8 + 1), because
/// a low tile has too few accumulators to hide the latency of a multiply-add.
/// </summary>
internal readonly struct TileRows(int rows, int tallest)
{
    public int Count { get; } = (rows + tallest - 1) / tallest;

    /// <summary>The first row of a tile; of <see cref="Count"/>: the row behind the last.</summary>
    public int Start(int tile) => (int)((long)rows * tile / Count);
}
