namespace Fovea.Kernels.Convolution;

/// <summary>What a transposed convolution to three channels reads and writes, in channels-last order.</summary>
internal unsafe struct NarrowTransposedArguments
{
    /// <summary>The first pixel of the input.</summary>
    public float* Input;

    /// <summary>The first pixel of the output.</summary>
    public float* Output;

    /// <summary>The filters [tap, output channel, input channel].</summary>
    public float* Weights;

    /// <summary>The three numbers that are added.</summary>
    public float* Bias;

    /// <summary>The least result.</summary>
    public float Min;

    /// <summary>The largest result.</summary>
    public float Max;
}
