namespace Fovea.Kernels.Normalization;

/// <summary>Contiguous rows, each normalised by its own mean and variance, with a scale and a shift per column.</summary>
internal unsafe struct LayerNormalizationArguments
{
    public float* X;

    public float* Y;

    /// <summary>One factor per column.</summary>
    public float* Scale;

    /// <summary>One summand per column.</summary>
    public float* Shift;

    public long Rows;

    public long Columns;

    /// <summary>Added to the variance.</summary>
    public float Epsilon;
}
