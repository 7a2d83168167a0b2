namespace Fovea.Kernels.Gemm;

/// <summary>A stack of products of dense matrices, y = a b.</summary>
internal unsafe struct ProductArguments
{
    /// <summary>[matrices, rows, depth].</summary>
    public void* A;

    /// <summary>[matrices, depth, columns].</summary>
    public void* B;

    /// <summary>[matrices, rows, columns].</summary>
    public void* Y;

    /// <summary>Rows of each matrix of <see cref="A"/> and <see cref="Y"/>.</summary>
    public long Rows;

    public long Depth;

    public long Columns;

    /// <summary>Elements from one matrix of <see cref="A"/> to the next; 0 where all use the same.</summary>
    public long AStride;

    /// <summary>Elements from one matrix of <see cref="B"/> to the next; 0 where all use the same.</summary>
    public long BStride;
}
