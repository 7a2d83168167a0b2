namespace Fovea.Kernels.Gemm;

/// <summary>
/// The memory layout of a weight matrix: w[tap, k, column] = Source[tap * TapStride + k * RunStride + column * ColumnStride].
/// </summary>
internal unsafe struct PackingArguments
{
    /// <summary>The first column at the first of the channels that are packed.</summary>
    public float* Source;

    /// <summary>Taps of the kernel; 1 for a plain matrix.</summary>
    public int Taps;

    /// <summary>Floats between taps.</summary>
    public long TapStride;

    /// <summary>The number of channels to pack.</summary>
    public int Run;

    /// <summary>Floats between channels.</summary>
    public long RunStride;

    /// <summary>Floats between columns.</summary>
    public long ColumnStride;

    /// <summary>Channels per tap of the whole matrix: more than <see cref="Run"/> if only some are packed.</summary>
    public int FullRun;
}
