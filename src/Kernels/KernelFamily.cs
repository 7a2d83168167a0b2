using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Lines;
using Fovea.Kernels.Normalization;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Quantized;
using Fovea.Kernels.Reductions;
using Fovea.Kernels.Resampling;
using Fovea.Kernels.Sampling;
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

    /// <summary>
    /// <see cref="NarrowTransposedKernel{TSimd, TVec}"/>: the output lines [first, last) of a transposed convolution to three channels.
    /// </summary>
    public delegate*<ConvolutionShape, in NarrowTransposedArguments, long, long, void> NarrowTransposed { get; init; }

    /// <summary><see cref="DepthwiseKernel{TSimd, TVec, TFormat}"/>: the output rows [first, last).</summary>
    public delegate*<ConvolutionShape, in DepthwiseArguments, long, long, void> Depthwise { get; init; }

    /// <summary>
    /// The same of <see cref="ByteToFloatFormat{TSimd, TVec, T}"/>: bytes to floats. The entry belongs to the type of the bytes.
    /// </summary>
    public delegate*<ConvolutionShape, in DepthwiseArguments, long, long, void> DepthwiseToFloat { get; init; }

    /// <summary><see cref="WinogradKernel{TSimd, TVec}"/>: tiles into the transformed domain.</summary>
    public delegate*<WinogradShape, in WinogradInputArguments, void> WinogradInput { get; init; }

    /// <summary><see cref="WinogradProductKernel{TSimd, TVec}"/>: products in the transformed domain.</summary>
    public delegate*<WinogradShape, in WinogradProductArguments, void> WinogradProduct { get; init; }

    /// <summary><see cref="WinogradKernel{TSimd, TVec}"/>: products back to pixels.</summary>
    public delegate*<WinogradShape, in WinogradOutputArguments, void> WinogradOutput { get; init; }

    /// <summary>The maximum of each window, for the output pixels [first, last): <see cref="PoolingKernel{TSimd, TVec}"/>.</summary>
    public delegate*<ConvolutionShape, in PoolingArguments, long, long, void> MaxPool { get; init; }

    /// <summary>The mean of each window, for the output pixels [first, last): <see cref="PoolingKernel{TSimd, TVec}"/>.</summary>
    public delegate*<ConvolutionShape, in PoolingArguments, long, long, void> AveragePool { get; init; }

    /// <summary>
    /// The gradient of maximum pooling, for the rows [first, last) of what was pooled: <see cref="PoolingGradientKernel{TSimd, TVec}"/>.
    /// </summary>
    public delegate*<ConvolutionShape, in PoolingGradientArguments, long, long, void> MaxPoolGradient { get; init; }

    /// <summary>
    /// The mean of each window of quantised elements, for the output pixels [first, last): <see cref="BytePoolingKernel{TSimd, TVec, T}"/>.
    /// </summary>
    public delegate*<ConvolutionShape, in BytePoolingArguments, long, long, void> QuantizedAveragePool { get; init; }

    /// <summary><see cref="ByteBinaryKernel{TSimd, TVec, T}"/>: Add or Mul of quantised elements.</summary>
    public delegate*<BinaryKind, in ByteBinaryArguments, void> QuantizedBinary { get; init; }

    /// <summary><see cref="LookupKernel{TSimd, TVec}"/>.</summary>
    public delegate*<in LookupArguments, void> Lookup { get; init; }

    /// <summary>
    /// <see cref="UnaryKernel{TSimd, TVec}"/>, <see cref="DoubleUnaryKernel"/>, <see cref="ScalarUnaryKernel{T}"/> for the functions that
    /// integers have.
    /// </summary>
    public delegate*<UnaryKind, in UnaryArguments, void> Unary { get; init; }

    /// <summary>
    /// <see cref="BinaryKernel{TSimd, TVec}"/>, <see cref="ScalarBinaryKernel{T}"/>. Throws an <see cref="ArithmeticException"/> if a
    /// quotient is not defined in the type.
    /// </summary>
    public delegate*<BinaryKind, in BinaryArguments, void> Binary { get; init; }

    /// <summary><see cref="BitKernel{T}"/>.</summary>
    public delegate*<BitKind, in BinaryArguments, void> Bits { get; init; }

    /// <summary><see cref="CompareKernel{T}"/>: two elements to a boolean.</summary>
    public delegate*<CompareKind, in BinaryArguments, void> Compare { get; init; }

    /// <summary><see cref="TestKernel{T}"/>: one element to a boolean.</summary>
    public delegate*<TestKind, in UnaryArguments, void> Test { get; init; }

    /// <summary>To doubles: <see cref="ConversionKernel{T}"/>.</summary>
    public delegate*<void*, double*, int, void> ToReal { get; init; }

    /// <summary>From doubles: <see cref="ConversionKernel{T}"/>.</summary>
    public delegate*<double*, void*, int, void> FromReal { get; init; }

    /// <summary>To 64-bit integers, for integers and booleans: <see cref="ConversionKernel{T}"/>.</summary>
    public delegate*<void*, long*, int, void> ToInteger { get; init; }

    /// <summary>From 64-bit integers: <see cref="ConversionKernel{T}"/>.</summary>
    public delegate*<long*, void*, int, void> FromInteger { get; init; }

    /// <summary>
    /// <see cref="ReductionKernel{TSimd, TVec}"/>, <see cref="ScalarReductionKernel{T}"/>, <see cref="BooleanReductionKernel"/>: one value
    /// per row.
    /// </summary>
    public delegate*<ReductionKind, in ReductionArguments, void> ReduceRows { get; init; }

    /// <summary><see cref="RangeKernel{TSimd, TVec}"/>: the least and the largest element.</summary>
    public delegate*<float*, long, float*, void> Range { get; init; }

    /// <summary><see cref="ReductionKernel{TSimd, TVec}"/>: one value per column.</summary>
    public delegate*<ReductionKind, in ReductionArguments, void> ReduceColumns { get; init; }

    /// <summary><see cref="ExtremeIndexKernel{T}"/>: whether the largest, and whether the last of equal ones.</summary>
    public delegate*<bool, bool, in LineArguments, void> ExtremeIndex { get; init; }

    /// <summary><see cref="SelectionKernel{T}"/>: whether the largest.</summary>
    public delegate*<bool, in LineArguments, void> Select { get; init; }

    /// <summary><see cref="CumulativeKernel{T}"/>: whether products, whether exclusive, whether from the end.</summary>
    public delegate*<bool, bool, bool, in LineArguments, void> Cumulate { get; init; }

    /// <summary><see cref="NormKernel{T}"/>: whether of squares.</summary>
    public delegate*<bool, in LineArguments, void> Norm { get; init; }

    /// <summary><see cref="SoftmaxKernel{TSimd, TVec}"/>: probabilities.</summary>
    public delegate*<in SoftmaxArguments, void> Softmax { get; init; }

    /// <summary><see cref="SoftmaxKernel{TSimd, TVec}"/>: their logarithms.</summary>
    public delegate*<in SoftmaxArguments, void> LogSoftmax { get; init; }

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

    /// <summary>Weighted sums along one axis: <see cref="ResampleKernel{TSimd, TVec}"/>, <see cref="ScalarResampleKernel{T}"/>.</summary>
    public delegate*<in ResampleArguments, void> Resample { get; init; }

    /// <summary><see cref="IndexedPoolingKernel{T}"/>: the output pixels [first, last).</summary>
    public delegate*<ConvolutionShape, in IndexedPoolingArguments, long, long, void> MaxPoolIndices { get; init; }

    /// <summary><see cref="LpPoolingKernel"/>: the output pixels [first, last).</summary>
    public delegate*<ConvolutionShape, in LpPoolingArguments, long, long, void> LpPool { get; init; }

    /// <summary><see cref="GridSampleKernel{T}"/>: the positions [first, last).</summary>
    public delegate*<in GridSampleArguments, long, long, void> GridSample { get; init; }

    /// <summary><see cref="AffineGridKernel{T}"/>: the positions [first, last).</summary>
    public delegate*<in AffineGridArguments, long, long, void> AffineGrid { get; init; }

    /// <summary><see cref="ScalarProductKernel{T}"/>: the rows [first, last) of the products.</summary>
    public delegate*<in ProductArguments, long, long, void> Product { get; init; }

    /// <summary><see cref="RoiAlignKernel"/>: the rows of bins [first, last).</summary>
    public delegate*<in RegionArguments, long, long, void> RoiAlign { get; init; }

    /// <summary><see cref="RoiPoolKernel"/>: the rows of bins [first, last).</summary>
    public delegate*<in RegionArguments, long, long, void> RoiPool { get; init; }

    /// <summary><see cref="DeformableKernel"/>: the output pixels [first, last).</summary>
    public delegate*<in DeformableArguments, long, long, void> Deformable { get; init; }

    /// <summary><see cref="Col2ImKernel{T}"/>: the planes [first, last).</summary>
    public delegate*<in Col2ImArguments, long, long, void> Col2Im { get; init; }

    /// <summary>
    /// Floats to integers: <see cref="ByteQuantizeKernel{TSimd, TVec, T}"/>, <see cref="ScalarQuantizeKernel{T}"/>. The entry belongs to
    /// the type of the result.
    /// </summary>
    public delegate*<in QuantizeArguments, void> Quantize { get; init; }

    /// <summary>Sums of products to integers: <see cref="ScalarQuantizeKernel{T}"/>. The entry belongs to the type of the result.</summary>
    public delegate*<in QuantizeArguments, void> Requantize { get; init; }

    /// <summary>
    /// Integers to floats: <see cref="ByteQuantizeKernel{TSimd, TVec, T}"/>, <see cref="ScalarQuantizeKernel{T}"/>. The entry belongs to
    /// the type of the operand.
    /// </summary>
    public delegate*<in QuantizeArguments, void> Dequantize { get; init; }

    /// <summary><see cref="IntegerConvolutionKernel"/>: the output pixels [first, last).</summary>
    public delegate*<ConvolutionShape, in IntegerConvolutionArguments, long, long, void> IntegerConvolution { get; init; }
}
