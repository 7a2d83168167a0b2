namespace Fovea.Kernels.Pooling;

/// <summary>The window of one output pixel in one channel, clipped to the image.</summary>
internal struct PoolingWindow
{
    /// <summary>The offset of the first element from the image's first pixel.</summary>
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

    /// <summary>The number of elements.</summary>
    public readonly long Count => (long)Planes * Rows * Columns;
}
