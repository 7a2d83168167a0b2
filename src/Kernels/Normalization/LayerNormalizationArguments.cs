namespace Fovea.Kernels.Normalization;

/// <summary>
/// Contiguous rows, each normalised by its own mean and variance, or by its mean square, with a scale and a shift per column.
/// </summary>
internal unsafe struct LayerNormalizationArguments
{
    public float* X;

    public float* Y;

    /// <summary>One factor per column; null for none, and then there is no shift either.</summary>
    public float* Scale;

    /// <summary>One summand per column.</summary>
    public float* Shift;

    /// <summary>One mean per row, for those who ask for it; null if nobody does.</summary>
    public float* Mean;

    /// <summary>One factor 1 / sqrt(variance + epsilon) per row; null if nobody asks for it.</summary>
    public float* InverseDeviation;

    /// <summary>Whether the mean is not subtracted, so that rows are divided by the root of their mean square.</summary>
    public bool IsUncentered;

    public long Rows;

    public long Columns;

    /// <summary>Added to the variance.</summary>
    public float Epsilon;
}
