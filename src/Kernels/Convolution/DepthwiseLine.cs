namespace Fovea.Kernels.Convolution;

/// <summary>One output row from a given channel on, and its taps inside the image's height.</summary>
internal unsafe struct DepthwiseLine
{
    /// <summary>The first channel of the first pixel of the first input plane that the kernel covers.</summary>
    public float* Input;

    /// <summary>The first channel of the row's first pixel.</summary>
    public float* Output;

    /// <summary>Like the output, or null.</summary>
    public float* Residual;

    /// <summary>The first tap's weights in the kernel plane for that input plane.</summary>
    public float* Weights;

    /// <summary>Floats between two taps' weights.</summary>
    public int WeightStride;

    /// <summary>One value per channel.</summary>
    public float* Bias;

    /// <summary>
    /// The channels to compute: at least one vector in <see cref="DepthwiseTile{TSimd, TVec}"/>, at most one in
    /// <see cref="DepthwiseKernel{TSimd, TVec}"/>.
    /// </summary>
    public int Channels;

    /// <summary>Kernel planes inside the image.</summary>
    public int Planes;

    /// <summary>Floats between two input planes that the kernel covers.</summary>
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
}
