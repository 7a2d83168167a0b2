namespace Fovea.Kernels.Reductions;

/// <summary>A matrix and the values that its rows, or its columns, become.</summary>
internal unsafe struct ReductionArguments
{
    /// <summary>The matrix: the columns of a row are contiguous.</summary>
    public float* X;

    /// <summary>Floats between rows.</summary>
    public long XRow;

    /// <summary>One value per row or per column, contiguous.</summary>
    public float* Y;

    public long Rows;

    public long Columns;
}
