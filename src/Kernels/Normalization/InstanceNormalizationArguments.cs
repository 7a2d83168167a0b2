namespace Fovea.Kernels.Normalization;

/// <summary>One contiguous plane, normalised by its own mean and variance.</summary>
internal unsafe struct InstanceNormalizationArguments
{
    public float* X;

    public float* Y;

    /// <summary>Elements of the plane.</summary>
    public long Count;

    /// <summary>The plane's factor.</summary>
    public float Scale;

    /// <summary>The plane's summand.</summary>
    public float Shift;

    /// <summary>Added to the variance.</summary>
    public float Epsilon;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;
}
