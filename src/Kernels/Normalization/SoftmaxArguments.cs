namespace Fovea.Kernels.Normalization;

/// <summary>Contiguous rows; the result may be the operand.</summary>
internal unsafe struct SoftmaxArguments
{
    public float* X;

    public float* Y;

    public long Rows;

    public long Columns;
}
