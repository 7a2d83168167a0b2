namespace Fovea.Kernels.Reductions;

/// <summary>A matrix and the results of reducing its rows or columns, of one element type.</summary>
internal unsafe struct ReductionArguments
{
    /// <summary>The matrix: the columns of a row are contiguous.</summary>
    public void* X;

    /// <summary>Elements between rows.</summary>
    public long XRow;

    /// <summary>One value per row or per column, contiguous.</summary>
    public void* Y;

    public long Rows;

    public long Columns;
}
