namespace Fovea.Kernels.Elementwise;

/// <summary>
/// An operand and a result of one element type as rows, and the parameters of the function. The result may be the operand.
/// </summary>
internal unsafe struct UnaryArguments
{
    public void* X;

    public void* Y;

    /// <summary>Elements between rows of the operand.</summary>
    public long XRow;

    /// <summary>Elements between rows of the result.</summary>
    public long YRow;

    public long Rows;

    /// <summary>Elements of a row, which are contiguous.</summary>
    public long Columns;

    /// <summary>The first parameter of the function (<see cref="UnaryKind"/>).</summary>
    public float Alpha;

    /// <summary>The second parameter.</summary>
    public float Beta;
}
