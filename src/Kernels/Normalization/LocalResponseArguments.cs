namespace Fovea.Kernels.Normalization;

/// <summary>Pixels in channels-last order and the parameters of ONNX's LRN.</summary>
internal unsafe struct LocalResponseArguments
{
    public float* X;

    public float* Y;

    /// <summary>Floats between pixels of the operand.</summary>
    public long XPixel;

    /// <summary>Floats between pixels of the result.</summary>
    public long YPixel;

    public long Pixels;

    public long Channels;

    /// <summary>Channels that the window spans.</summary>
    public int Size;

    /// <summary>Factor of the mean of squares.</summary>
    public float Alpha;

    /// <summary>The exponent.</summary>
    public float Beta;

    /// <summary>Added to the scaled mean of squares.</summary>
    public float Bias;

    /// <summary>Memory for the squares of one pixel: <see cref="LocalResponseKernel{TSimd, TVec}.ScratchFloats"/> floats.</summary>
    public float* Scratch;
}
