using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Convolution;

/// <summary>The memory that one dense convolution works on.</summary>
internal unsafe struct DenseConvolutionArguments
{
    public float* Input;

    public float* Output;

    /// <summary>One packed matrix per group, each of <see cref="PanelLayout.PackedLength"/> floats.</summary>
    public float* Weights;

    /// <summary>One padded row of biases per group.</summary>
    public float* Bias;

    /// <summary>Added before the activation, or null.</summary>
    public float* Residual;

    /// <summary><see cref="DenseConvolution.ZeroFloats"/> zeros: what taps outside the image read.</summary>
    public float* Zeros;

    /// <summary>This worker's scratch of <see cref="DenseConvolution.ScratchBytes"/> bytes.</summary>
    public byte* Scratch;

    public float Min;

    public float Max;

    /// <summary>Applied after the sum is stored, while the tile is in the first-level cache; Identity for none.</summary>
    public UnaryKind Activation;

    public float Alpha;

    public float Beta;
}
