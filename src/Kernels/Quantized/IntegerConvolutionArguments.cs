namespace Fovea.Kernels.Quantized;

/// <summary>The operands of a convolution of 32-bit integers, from which zero points are taken already.</summary>
internal unsafe struct IntegerConvolutionArguments
{
    /// <summary>Channels-last.</summary>
    public int* Input;

    /// <summary>[filter, tap, channel of the group].</summary>
    public int* Weights;

    /// <summary>What each filter's sums begin with; null for 0.</summary>
    public int* Bias;

    /// <summary>Channels-last.</summary>
    public int* Output;
}
