namespace Fovea.Kernels.Gemm;

/// <summary>
/// The arguments of a register tile, which computes output[r, j] = clamp(bias[j] + sum over taps and k of rows[tap, r][k] * weights[tap, k,
/// j] + residual[r, j]). A row of a matrix product is one tap. A row of a convolution has one tap per kernel position, which points to the
/// input channels at that position (or to zeros outside the image).
/// </summary>
internal unsafe struct TileArguments
{
    /// <summary>Pointers to the runs: tile by tile, for each tap, one per row of the tile.</summary>
    public float** Rows;

    /// <summary>The number of tiles, one below the other.</summary>
    public int Tiles;

    /// <summary>Floats added to every pointer: the channels of preceding groups.</summary>
    public nint Offset;

    /// <summary>The number of taps.</summary>
    public int Taps;

    /// <summary>Floats per run: the depth of the sum is Taps * Run.</summary>
    public int Run;

    /// <summary>The packed panel: for each k, the tile's columns, padded with zeros to whole vectors.</summary>
    public float* Weights;

    /// <summary>The weights to bring to the second-level cache while the tiles are computed.</summary>
    public WeightAhead Fetch;

    /// <summary>One value per column, padded to whole vectors.</summary>
    public float* Bias;

    /// <summary>Added to the sum before clamping, or null; laid out like the output with its own stride.</summary>
    public float* Residual;

    /// <summary>Floats between two rows of the residual.</summary>
    public nint ResidualStride;

    /// <summary>The first element of the tile in the output.</summary>
    public float* Output;

    /// <summary>Floats between two rows of the output.</summary>
    public nint OutputStride;

    /// <summary>Columns of the output; the rest of the last vector is not written.</summary>
    public int Columns;

    /// <summary>The lower bound of every result: -infinity for none, 0 for Relu.</summary>
    public float Min;

    /// <summary>The upper bound of every result: infinity for none.</summary>
    public float Max;
}
