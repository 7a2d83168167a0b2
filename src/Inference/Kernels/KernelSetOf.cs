using System.Runtime.Intrinsics;
using Fovea.Inference.Kernels.Convolution;
using Fovea.Inference.Kernels.Elementwise;
using Fovea.Inference.Kernels.Gemm;
using Fovea.Inference.Kernels.Normalization;
using Fovea.Inference.Kernels.Pooling;
using Fovea.Inference.Kernels.Reductions;
using Fovea.Inference.Kernels.Winograd;
using Fovea.Inference.Simd;

namespace Fovea.Inference.Kernels;

internal sealed class KernelSet512() : KernelSet<Simd512, Vector512<float>>(InstructionSet.Vector512);

internal sealed class KernelSet256() : KernelSet<Simd256, Vector256<float>>(InstructionSet.Vector256);

internal sealed class KernelSet128() : KernelSet<Simd128, Vector128<float>>(InstructionSet.Vector128);

internal sealed class KernelSetScalar() : KernelSet<SimdScalar, float>(InstructionSet.Scalar);

/// <summary>Closes every kernel over one vector type.</summary>
internal abstract unsafe class KernelSet<TSimd, TVec>(InstructionSet instructionSet) : KernelSet
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    public override InstructionSet InstructionSet => instructionSet;

    public override int Lanes => TSimd.Lanes;

    public override int TileRows => GemmTiles<TSimd, TVec>.MaxRows;

    public override void Tile(int rows, int vectors, in TileArguments t) => GemmTiles<TSimd, TVec>.Compute(rows, vectors, in t);

    public override void Depthwise(ConvolutionShape shape, in DepthwiseArguments t, long firstRow, long lastRow) =>
        DepthwiseKernel<TSimd, TVec>.Run(shape, in t, firstRow, lastRow);

    public override void WinogradInput(WinogradShape shape, float* input, float* target, long origin, long plane, long first, long last) =>
        WinogradKernel<TSimd, TVec>.Input(shape, input, target, origin, plane, first, last);

    public override void WinogradOutput(WinogradShape shape, float* source, in WinogradOutput t, long origin, long plane, long first, long last) =>
        WinogradKernel<TSimd, TVec>.Output(shape, source, in t, origin, plane, first, last);

    public override void Pool(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow) =>
        PoolingKernel<TSimd, TVec>.Run(shape, in t, firstRow, lastRow);

    public override void Unary(
        UnaryKind kind, float* x, long xStride, float* y, long yStride, long rows, long columns, float alpha, float beta) =>
        UnaryKernel<TSimd, TVec>.Run(kind, x, xStride, y, yStride, rows, columns, alpha, beta);

    public override void Binary(BinaryKind kind, in BinaryArguments t) => BinaryKernel<TSimd, TVec>.Run(kind, in t);

    public override void ReduceRows(ReductionKind kind, float* x, long rowStride, float* y, long rows, long columns) =>
        ReductionKernel<TSimd, TVec>.Rows(kind, x, rowStride, y, rows, columns);

    public override void ReduceColumns(ReductionKind kind, float* x, long rowStride, float* y, long rows, long columns) =>
        ReductionKernel<TSimd, TVec>.Columns(kind, x, rowStride, y, rows, columns);

    public override void SoftmaxRows(float* x, float* y, long rows, long columns) => SoftmaxKernel<TSimd, TVec>.Rows(x, y, rows, columns);

    public override void Affine(
        float* x, long xStride, float* y, long yStride, float* scale, float* shift, long rows, long columns, float min, float max) =>
        ChannelNormalization<TSimd, TVec>.Affine(x, xStride, y, yStride, scale, shift, rows, columns, min, max);

    public override void LayerNormRows(float* x, float* y, float* scale, float* shift, long rows, long columns, float epsilon) =>
        ChannelNormalization<TSimd, TVec>.LayerRows(x, y, scale, shift, rows, columns, epsilon);

    public override void InstanceNormPlane(float* x, float* y, float scale, float shift, long count, float epsilon, float min, float max) =>
        ChannelNormalization<TSimd, TVec>.Plane(x, y, scale, shift, count, epsilon, min, max);

    public override long LocalResponseScratch(long channels, int size) => LocalResponseKernel<TSimd, TVec>.ScratchFloats(channels, size);

    public override void LocalResponse(
        float* x, long xStride, float* y, long yStride, long pixels, long channels, int size, float alpha, float beta, float bias, float* scratch) =>
        LocalResponseKernel<TSimd, TVec>.Pixels(x, xStride, y, yStride, pixels, channels, size, alpha, beta, bias, scratch);
}
