namespace Fovea.Kernels.Quantized;

/// <summary>
/// Real numbers and the integers that stand for them, as rows: a real number is (integer - zero) * scale. Scales and zero points are
/// floats.
/// </summary>
internal unsafe struct QuantizeArguments
{
    /// <summary>The operand; its columns are contiguous.</summary>
    public void* X;

    /// <summary>The scales.</summary>
    public float* Scale;

    /// <summary>The zero points.</summary>
    public float* Zero;

    /// <summary>The result.</summary>
    public void* Y;

    /// <summary>Elements between rows of the operand.</summary>
    public long XRow;

    /// <summary>Elements between rows of the scales; 0 repeats the row.</summary>
    public long ScaleRow;

    /// <summary>Elements between rows of the zero points; 0 repeats the row.</summary>
    public long ZeroRow;

    /// <summary>Elements between rows of the result.</summary>
    public long YRow;

    /// <summary>Elements between the scales of a row: 1, or 0 to repeat one.</summary>
    public long ScaleColumn;

    /// <summary>Elements between the zero points of a row: 1, or 0 to repeat one.</summary>
    public long ZeroColumn;

    /// <summary>Elements between the results of a row; floats take 1 only.</summary>
    public long YColumn;

    public long Rows;

    public long Columns;
}
