using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Convolution;

/// <summary>The memory that one dense convolution works on.</summary>
internal unsafe struct DenseConvolutionArguments
{
    /// <summary>The panels of one group's weights.</summary>
    public PanelLayout Layout;

    /// <summary>The first pixel of the first image, or the first row.</summary>
    public float* Input;

    /// <summary>The first pixel of the first image, or the first row.</summary>
    public float* Output;

    /// <summary>One packed matrix per group, each of <see cref="PanelLayout.PackedLength"/> floats.</summary>
    public float* Weights;

    /// <summary>Whether the weights of the next panel are fetched while a panel is used.</summary>
    public WeightFetch Fetch;

    /// <summary>One padded row of biases per group.</summary>
    public float* Bias;

    /// <summary>Added before the activation, or null.</summary>
    public float* Residual;

    /// <summary><see cref="DenseConvolution.ZeroFloats"/> zeros, read by taps outside the image.</summary>
    public float* Zeros;

    /// <summary>This thread's scratch memory of <see cref="DenseConvolution.ScratchBytes"/> bytes.</summary>
    public byte* Scratch;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;

    /// <summary>Applied after the sum is stored, while the tile is in the first-level cache; Identity for none.</summary>
    public UnaryKind Activation;

    /// <summary>The activation's first parameter.</summary>
    public float Alpha;

    /// <summary>The activation's second parameter.</summary>
    public float Beta;
}
