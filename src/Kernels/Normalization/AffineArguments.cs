namespace Fovea.Kernels.Normalization;

/// <summary>Rows (pixels) of one value per channel, a scale and a shift per channel, and bounds.</summary>
internal unsafe struct AffineArguments
{
    public float* X;

    public float* Y;

    /// <summary>Floats between rows of the operand.</summary>
    public long XRow;

    /// <summary>Floats between rows of the result.</summary>
    public long YRow;

    /// <summary>One factor per column.</summary>
    public float* Scale;

    /// <summary>One summand per column.</summary>
    public float* Shift;

    public long Rows;

    public long Columns;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;
}
