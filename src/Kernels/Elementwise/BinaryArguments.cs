namespace Fovea.Kernels.Elementwise;

/// <summary>Two operands and a result as rows: the strides (in floats) of an operand say how it is broadcast.</summary>
internal unsafe struct BinaryArguments
{
    public float* A;

    public float* B;

    public float* Y;

    /// <summary>Floats between rows; 0 repeats the row.</summary>
    public long ARow;

    public long BRow;

    public long YRow;

    /// <summary>Floats between the elements of a row: 1, or 0 to repeat one element.</summary>
    public long AColumn;

    public long BColumn;

    public long Rows;

    public long Columns;

    /// <summary>Bounds of the result: infinities for none.</summary>
    public float Min;

    public float Max;
}
