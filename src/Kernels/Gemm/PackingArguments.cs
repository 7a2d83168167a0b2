namespace Fovea.Kernels.Gemm;

/// <summary>Where a weight matrix lies: w[tap, k, column] = Source[tap * TapStride + k * RunStride + column * ColumnStride].</summary>
internal unsafe struct PackingArguments
{
    /// <summary>The first column at the first of the channels that are packed.</summary>
    public float* Source;

    /// <summary>Taps of the kernel; 1 for a plain matrix.</summary>
    public int Taps;

    /// <summary>Floats between taps.</summary>
    public long TapStride;

    /// <summary>How many channels are packed.</summary>
    public int Run;

    /// <summary>Floats between channels.</summary>
    public long RunStride;

    /// <summary>Floats between columns.</summary>
    public long ColumnStride;

    /// <summary>Channels per tap of the whole matrix: more than <see cref="Run"/> where only some are packed.</summary>
    public int FullRun;
}
