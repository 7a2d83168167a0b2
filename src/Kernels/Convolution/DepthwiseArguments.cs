namespace Fovea.Kernels.Convolution;

/// <summary>The memory that one depthwise convolution works on.</summary>
internal unsafe struct DepthwiseArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public float* Input;

    /// <summary>The first pixel of the first image.</summary>
    public float* Output;

    /// <summary>For each tap the weights of all channels, padded to <see cref="WeightStride"/>.</summary>
    public float* Weights;

    /// <summary>Floats between two taps' weights: the channels, rounded up to whole vectors.</summary>
    public int WeightStride;

    /// <summary>One value per channel, padded like the weights.</summary>
    public float* Bias;

    /// <summary>Added before clamping, or null.</summary>
    public float* Residual;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;
}
