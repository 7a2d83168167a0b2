namespace Fovea.Kernels.Elementwise;

/// <summary>Two operands and a result as rows: the strides (in floats) of an operand say how it is broadcast.</summary>
internal unsafe struct BinaryArguments
{
    /// <summary>The left operand.</summary>
    public float* A;

    /// <summary>The right operand.</summary>
    public float* B;

    /// <summary>The result; its columns are contiguous.</summary>
    public float* Y;

    /// <summary>Floats between rows of the left operand; 0 repeats the row.</summary>
    public long ARow;

    /// <summary>Floats between rows of the right operand; 0 repeats the row.</summary>
    public long BRow;

    /// <summary>Floats between rows of the result.</summary>
    public long YRow;

    /// <summary>Floats between the elements of a row of the left operand: 1, or 0 to repeat one element.</summary>
    public long AColumn;

    /// <summary>Floats between the elements of a row of the right operand: 1, or 0 to repeat one element.</summary>
    public long BColumn;

    public long Rows;

    public long Columns;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;
}
