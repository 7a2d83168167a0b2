using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// The memory that one dense convolution of bytes works on. Channels of the input are counted in words of four, of which the last may be
/// partly unused: its weights are 0.
/// </summary>
internal unsafe struct ByteConvolutionArguments
{
    /// <summary>The panels of one group's weights; their depth is counted in words.</summary>
    public PanelLayout Layout;

    /// <summary>The first pixel of the first image, or the first row; whole words.</summary>
    public int* Input;

    /// <summary>The first pixel of the first image, or the first row.</summary>
    public byte* Output;

    /// <summary>Bytes of an element of the output.</summary>
    public int OutputBytes;

    /// <summary>One packed matrix per group, each of <see cref="PanelLayout.PackedLength"/> words.</summary>
    public sbyte* Weights;

    /// <summary>One padded row of biases per group, from which the zero point of the input times each column's weights is taken.</summary>
    public int* Bias;

    /// <summary>Padded like the bias: the zero point of each column's weights; null if all are 0.</summary>
    public int* Zeros;

    /// <summary>Words of as many bytes of 1 as a run has channels, for the sums of rows; null if <see cref="Zeros"/> is.</summary>
    public sbyte* Ones;

    /// <summary>
    /// <see cref="Convolution.DenseConvolution.ZeroFloats"/> words of the input's zero point, read by taps outside the image.
    /// </summary>
    public int* Padding;

    /// <summary>This thread's scratch memory of <see cref="ByteConvolution.ScratchBytes"/> bytes.</summary>
    public byte* Scratch;

    /// <summary>The scales, one padded row per group, and what results are.</summary>
    public Requantization To;
}
