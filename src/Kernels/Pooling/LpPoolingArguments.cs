namespace Fovea.Kernels.Pooling;

/// <summary>Images in channels-last order and the norm of each window.</summary>
internal unsafe struct LpPoolingArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public float* Input;

    /// <summary>The first pixel of the first image.</summary>
    public float* Output;

    /// <summary>The exponent p of the norm.</summary>
    public double P;
}
