namespace Fovea.Kernels.Pooling;

/// <summary>The elements of one channel below one output pixel.</summary>
internal struct PoolingWindow
{
    /// <summary>The first one, in elements from the image's first pixel.</summary>
    public long First;

    /// <summary>Elements between two planes of the window.</summary>
    public long PlaneStep;

    /// <summary>Elements between two rows.</summary>
    public long RowStep;

    /// <summary>Elements between two columns.</summary>
    public long ColumnStep;

    public int Planes;

    public int Rows;

    public int Columns;

    /// <summary>How many there are.</summary>
    public readonly long Count => (long)Planes * Rows * Columns;
}
