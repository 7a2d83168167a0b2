namespace Fovea.Kernels.Convolution;

/// <summary>The memory that one depthwise convolution works on.</summary>
internal unsafe struct DepthwiseArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public void* Input;

    /// <summary>The first pixel of the first image.</summary>
    public void* Output;

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

    /// <summary>For bytes: the zero point of the input.</summary>
    public float InputZero;

    /// <summary>
    /// For bytes: what is added to each channel's complete sum, padded like the bias; null for 0. The sum with the bias is exact, and this
    /// is rounded once.
    /// </summary>
    public float* HighBias;

    /// <summary>For bytes: what each channel's sum is multiplied by, padded like the bias; then it is clamped and rounded.</summary>
    public float* Scales;

    /// <summary>For bytes that become floats: what is added to each scaled sum, padded like the bias.</summary>
    public float* Offsets;

    /// <summary>For bytes: the zero point of the output, which is added last.</summary>
    public int OutputZero;
}
