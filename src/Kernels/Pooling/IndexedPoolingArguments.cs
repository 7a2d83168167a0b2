namespace Fovea.Kernels.Pooling;

/// <summary>Planes of one channel each, the largest element of each window, and where it is.</summary>
internal unsafe struct IndexedPoolingArguments
{
    /// <summary>The first element of the first plane.</summary>
    public void* Input;

    /// <summary>The result's first element.</summary>
    public void* Output;

    /// <summary>For each result the index of its element in the whole input; its first maximum counts.</summary>
    public long* Indices;

    /// <summary>Whether indices count the first spatial axis fastest, instead of the last.</summary>
    public bool ColumnMajor;
}
