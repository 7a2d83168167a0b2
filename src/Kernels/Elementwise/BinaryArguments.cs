namespace Fovea.Kernels.Elementwise;

/// <summary>Two operands and a result of one element type, as rows; the strides of an operand define how it is broadcast.</summary>
internal unsafe struct BinaryArguments
{
    /// <summary>The left operand.</summary>
    public void* A;

    /// <summary>The right operand.</summary>
    public void* B;

    /// <summary>The result; its columns are contiguous.</summary>
    public void* Y;

    /// <summary>Elements between rows of the left operand; 0 repeats the row.</summary>
    public long ARow;

    /// <summary>Elements between rows of the right operand; 0 repeats the row.</summary>
    public long BRow;

    /// <summary>Elements between rows of the result.</summary>
    public long YRow;

    /// <summary>Elements between the elements of a row of the left operand: 1, or 0 to repeat one element.</summary>
    public long AColumn;

    /// <summary>Elements between the elements of a row of the right operand: 1, or 0 to repeat one element.</summary>
    public long BColumn;

    public long Rows;

    public long Columns;

    /// <summary>The lower bound of a result of floats; -infinity for none, as for all other types.</summary>
    public float Min;

    /// <summary>The upper bound of a result of floats; infinity for none, as for all other types.</summary>
    public float Max;
}
