namespace Fovea.Kernels.Pooling;

/// <summary>
/// What a pooling read and gave, and gradients, in channels-last order: each with the first pixel of the first image, and the elements
/// between two pixels.
/// </summary>
internal unsafe struct PoolingGradientArguments
{
    /// <summary>What was pooled.</summary>
    public float* Input;

    public long InputPixelStride;

    /// <summary>What the pooling gave.</summary>
    public float* Output;

    public long OutputPixelStride;

    /// <summary>The gradient of what the pooling gave.</summary>
    public float* OutputGradient;

    public long OutputGradientPixelStride;

    /// <summary>The gradient of what was pooled, which is written.</summary>
    public float* InputGradient;

    public long InputGradientPixelStride;
}
