namespace Fovea.Kernels.Convolution;

/// <summary>One output row from a given channel on, and its taps inside the image's height.</summary>
internal unsafe struct DepthwiseLine
{
    /// <summary>The first channel of the first pixel of the first input plane that the kernel covers.</summary>
    public byte* Input;

    /// <summary>The first channel of the row's first pixel.</summary>
    public byte* Output;

    /// <summary>Elements between two pixels of the output.</summary>
    public nint OutputPixelStride;

    /// <summary>Like the output, or null.</summary>
    public float* Residual;

    /// <summary>Floats between two pixels of the residual.</summary>
    public nint ResidualPixelStride;

    /// <summary>The first tap's weights in the kernel plane for that input plane.</summary>
    public float* Weights;

    /// <summary>Floats between two taps' weights.</summary>
    public int WeightStride;

    /// <summary>One value per channel.</summary>
    public float* Bias;

    /// <summary>
    /// The channels to compute: at least one vector in <see cref="DepthwiseTile{TSimd, TVec, TFormat}"/>, at most one in
    /// <see cref="DepthwiseKernel{TSimd, TVec, TFormat}"/>.
    /// </summary>
    public int Channels;

    /// <summary>Kernel planes inside the image.</summary>
    public int Planes;

    /// <summary>Elements between two input planes that the kernel covers.</summary>
    public long PlaneStep;

    /// <summary>The input row of the first tap; may be above the image.</summary>
    public int Top;

    /// <summary>The first kernel row inside the image.</summary>
    public int FirstTap;

    /// <summary>The kernel row after the last inside the image.</summary>
    public int LastTap;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;

    /// <summary>For bytes: the zero point of the input.</summary>
    public float InputZero;

    /// <summary>For bytes: what is added to each channel's complete sum, padded like the bias; null for 0.</summary>
    public float* HighBias;

    /// <summary>For bytes: what each channel's sum is multiplied by, padded like the bias.</summary>
    public float* Scales;

    /// <summary>For bytes that become floats: what is added to each scaled sum.</summary>
    public float* Offsets;

    /// <summary>For bytes: the zero point of the output.</summary>
    public int OutputZero;
}
