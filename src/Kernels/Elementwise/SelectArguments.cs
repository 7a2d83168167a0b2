namespace Fovea.Kernels.Elementwise;

/// <summary>A condition of bytes, two operands and a result of elements of one size, as rows.</summary>
internal unsafe struct SelectArguments
{
    /// <summary>Booleans of one byte each.</summary>
    public byte* Condition;

    /// <summary>Taken where the condition is true.</summary>
    public void* A;

    /// <summary>Taken where it is false.</summary>
    public void* B;

    /// <summary>The result; its columns are contiguous.</summary>
    public void* Y;

    public long ConditionRow;

    public long ARow;

    public long BRow;

    public long YRow;

    /// <summary>Elements between the elements of a row: 1, or 0 to repeat one element.</summary>
    public long ConditionColumn;

    public long AColumn;

    public long BColumn;

    public long Rows;

    public long Columns;
}
