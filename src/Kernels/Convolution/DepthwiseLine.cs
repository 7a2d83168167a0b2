namespace Fovea.Kernels.Convolution;

/// <summary>One output row from some channel on, and the taps of it that lie inside the image's height.</summary>
internal unsafe struct DepthwiseLine
{
    /// <summary>The first channel of the first pixel of the first plane below the kernel.</summary>
    public float* Input;

    /// <summary>The first channel of the row's first pixel.</summary>
    public float* Output;

    /// <summary>Like the output, or null.</summary>
    public float* Residual;

    /// <summary>The first tap's weights in the kernel's plane for that.</summary>
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

    /// <summary>Planes of the kernel that lie inside the image.</summary>
    public int Planes;

    /// <summary>Floats between two planes below the kernel.</summary>
    public long PlaneStep;

    /// <summary>The input row of the first tap; may lie above the image.</summary>
    public int Top;

    /// <summary>The first kernel row inside the image.</summary>
    public int FirstTap;

    /// <summary>The kernel row behind the last inside the image.</summary>
    public int LastTap;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;
}
