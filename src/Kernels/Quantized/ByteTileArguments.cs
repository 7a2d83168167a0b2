namespace Fovea.Kernels.Quantized;

/// <summary>
/// The arguments of a register tile over bytes, which computes sum[r, j] = bias[j] + sum over taps and words k of rows[tap, r][k] *
/// weights[tap, k, j] - zeros[j] * rowSums[r], where a word is four bytes along the depth and the product of two words the sum of the four
/// products of their bytes.
/// </summary>
internal unsafe struct ByteTileArguments
{
    /// <summary>Pointers to the runs: tile by tile, for each tap, one per row of the tile.</summary>
    public int** Rows;

    /// <summary>The number of tiles, one below the other.</summary>
    public int Tiles;

    /// <summary>Words added to every pointer: the channels of preceding groups.</summary>
    public nint Offset;

    /// <summary>The number of taps.</summary>
    public int Taps;

    /// <summary>Words per run: the depth of the sum is Taps * Run words.</summary>
    public int Run;

    /// <summary>
    /// The packed panel: for each word of the depth, the words of the tile's columns, padded with zeros to whole vectors.
    /// </summary>
    public sbyte* Weights;

    /// <summary>One value per column, padded to whole vectors.</summary>
    public int* Bias;

    /// <summary>The zero point of each column, padded to whole vectors; null if all are 0.</summary>
    public int* Zeros;

    /// <summary>The sum of each row's bytes, as the kernel reads them; null if <see cref="Zeros"/> is.</summary>
    public int* RowSums;

    /// <summary>The scales, from the tile's first column on.</summary>
    public Requantization To;

    /// <summary>The first element of the tile in the output.</summary>
    public byte* Output;

    /// <summary>Bytes between two rows of the output.</summary>
    public nint OutputStride;

    /// <summary>Columns of the output; the rest of the last vector is not written.</summary>
    public int Columns;
}
