using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Normalization;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Reductions;
using Fovea.Kernels.Winograd;

namespace Fovea.Kernels;

/// <summary>
/// The kernels for one element type; a kernel that does not exist is null. void pointers in arguments point to elements of that type.
/// </summary>
internal sealed unsafe class KernelFamily
{
    /// <summary>Rows and vectors of the tile, and its arguments: <see cref="GemmTiles{TSimd, TVec}"/>.</summary>
    public delegate*<int, int, in TileArguments, void> Tile { get; init; }

    /// <summary>
    /// <see cref="DenseConvolutionKernel{TSimd, TVec}"/>: a range of pixels and panels of a convolution or a matrix product.
    /// </summary>
    public delegate*<ConvolutionShape, in DenseConvolutionArguments, in DenseConvolutionRange, void> DenseConvolution { get; init; }

    /// <summary><see cref="DepthwiseKernel{TSimd, TVec}"/>: the output rows [first, last).</summary>
    public delegate*<ConvolutionShape, in DepthwiseArguments, long, long, void> Depthwise { get; init; }

    /// <summary><see cref="WinogradKernel{TSimd, TVec}"/>: tiles into the transformed domain.</summary>
    public delegate*<WinogradShape, in WinogradInputArguments, void> WinogradInput { get; init; }

    /// <summary><see cref="WinogradProductKernel{TSimd, TVec}"/>: products in the transformed domain.</summary>
    public delegate*<WinogradShape, in WinogradProductArguments, void> WinogradProduct { get; init; }

    /// <summary><see cref="WinogradKernel{TSimd, TVec}"/>: products back to pixels.</summary>
    public delegate*<WinogradShape, in WinogradOutputArguments, void> WinogradOutput { get; init; }

    /// <summary>The largest element of each window, in the output rows [first, last): <see cref="PoolingKernel{TSimd, TVec}"/>.</summary>
    public delegate*<ConvolutionShape, in PoolingArguments, long, long, void> MaxPool { get; init; }

    /// <summary>The mean of each window, in the output rows [first, last): <see cref="PoolingKernel{TSimd, TVec}"/>.</summary>
    public delegate*<ConvolutionShape, in PoolingArguments, long, long, void> AveragePool { get; init; }

    /// <summary><see cref="UnaryKernel{TSimd, TVec}"/>.</summary>
    public delegate*<UnaryKind, in UnaryArguments, void> Unary { get; init; }

    /// <summary>
    /// <see cref="BinaryKernel{TSimd, TVec}"/>, <see cref="ScalarBinaryKernel{T}"/>. Throws an <see cref="ArithmeticException"/> if a
    /// quotient is not defined in the type.
    /// </summary>
    public delegate*<BinaryKind, in BinaryArguments, void> Binary { get; init; }

    /// <summary><see cref="ReductionKernel{TSimd, TVec}"/>: one value per row.</summary>
    public delegate*<ReductionKind, in ReductionArguments, void> ReduceRows { get; init; }

    /// <summary><see cref="ReductionKernel{TSimd, TVec}"/>: one value per column.</summary>
    public delegate*<ReductionKind, in ReductionArguments, void> ReduceColumns { get; init; }

    /// <summary><see cref="SoftmaxKernel{TSimd, TVec}"/>.</summary>
    public delegate*<in SoftmaxArguments, void> Softmax { get; init; }

    /// <summary><see cref="ChannelNormalization{TSimd, TVec}"/>: a scale and a shift per channel.</summary>
    public delegate*<in AffineArguments, void> Affine { get; init; }

    /// <summary><see cref="ChannelNormalization{TSimd, TVec}"/>: layer normalisation of rows.</summary>
    public delegate*<in LayerNormalizationArguments, void> LayerNormalization { get; init; }

    /// <summary><see cref="ChannelNormalization{TSimd, TVec}"/>: instance normalisation of a plane.</summary>
    public delegate*<in InstanceNormalizationArguments, void> InstanceNormalization { get; init; }

    /// <summary>From channels and size, the number of floats of <see cref="LocalResponseArguments.Scratch"/>.</summary>
    public delegate*<long, int, long> LocalResponseScratch { get; init; }

    /// <summary><see cref="LocalResponseKernel{TSimd, TVec}"/>.</summary>
    public delegate*<in LocalResponseArguments, void> LocalResponse { get; init; }
}
