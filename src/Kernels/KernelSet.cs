using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Fovea.Inference;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Normalization;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Reductions;
using Fovea.Kernels.Simd;
using Fovea.Kernels.Winograd;

namespace Fovea.Kernels;

/// <summary>The kernels of one instruction set: the one table between operators, which choose a kernel, and vectors, which run it.</summary>
internal sealed unsafe class KernelSet
{
    /// <summary>The instruction sets that this machine runs, best first.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = Detect();

    public required InstructionSet InstructionSet { get; init; }

    /// <summary>Floats per vector: weights are packed for it.</summary>
    public required int Lanes { get; init; }

    /// <summary>The tallest register tile.</summary>
    public required int TileRows { get; init; }

    /// <summary>Rows and vectors of the tile, and its arguments: <see cref="GemmTiles{TSimd, TVec}"/>.</summary>
    public required delegate*<int, int, in TileArguments, void> Tile { get; init; }

    /// <summary>Shape, arguments, first and last row: <see cref="DepthwiseKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<ConvolutionShape, in DepthwiseArguments, long, long, void> Depthwise { get; init; }

    /// <summary>Shape, input, target, origin, plane, first and last tile: <see cref="WinogradKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<WinogradShape, float*, float*, long, long, long, long, void> WinogradInput { get; init; }

    /// <summary>Shape, source, arguments, origin, plane, first and last tile: <see cref="WinogradKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<WinogradShape, float*, in WinogradOutput, long, long, long, long, void> WinogradOutput { get; init; }

    /// <summary>Shape, arguments, first and last row: <see cref="PoolingKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<ConvolutionShape, in PoolingArguments, long, long, void> Pool { get; init; }

    /// <summary>Kind, x and its stride, y and its stride, rows, columns, alpha, beta: <see cref="UnaryKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<UnaryKind, float*, long, float*, long, long, long, float, float, void> Unary { get; init; }

    /// <summary>Kind and arguments: <see cref="BinaryKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<BinaryKind, in BinaryArguments, void> Binary { get; init; }

    /// <summary>Kind, x and its row stride, y, rows, columns: <see cref="ReductionKernel{TSimd, TVec}"/>, one value per row.</summary>
    public required delegate*<ReductionKind, float*, long, float*, long, long, void> ReduceRows { get; init; }

    /// <summary>As <see cref="ReduceRows"/>, one value per column.</summary>
    public required delegate*<ReductionKind, float*, long, float*, long, long, void> ReduceColumns { get; init; }

    /// <summary>x, y, rows, columns: <see cref="SoftmaxKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<float*, float*, long, long, void> SoftmaxRows { get; init; }

    /// <summary>x and its stride, y and its stride, scale, shift, rows, columns, min, max: <see cref="ChannelNormalization{TSimd, TVec}"/>.</summary>
    public required delegate*<float*, long, float*, long, float*, float*, long, long, float, float, void> Affine { get; init; }

    /// <summary>x, y, scale, shift, rows, columns, epsilon: <see cref="ChannelNormalization{TSimd, TVec}"/>.</summary>
    public required delegate*<float*, float*, float*, float*, long, long, float, void> LayerNormRows { get; init; }

    /// <summary>x, y, scale, shift, count, epsilon, min, max: <see cref="ChannelNormalization{TSimd, TVec}"/>.</summary>
    public required delegate*<float*, float*, float, float, long, float, float, float, void> InstanceNormPlane { get; init; }

    /// <summary>Channels and size to the floats that <see cref="LocalResponse"/> needs beside its operands.</summary>
    public required delegate*<long, int, long> LocalResponseScratch { get; init; }

    /// <summary>x and its stride, y and its stride, pixels, channels, size, alpha, beta, bias, scratch: <see cref="LocalResponseKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<float*, long, float*, long, long, long, int, float, float, float, float*, void> LocalResponse { get; init; }

    /// <summary>The kernels of an instruction set.</summary>
    /// <exception cref="NotSupportedException">The machine does not have it.</exception>
    public static KernelSet For(InstructionSet? wanted)
    {
        InstructionSet set = wanted ?? Available[0];
        if (!Available.Contains(set))
            throw new NotSupportedException($"This machine does not run {set}; it runs {string.Join(", ", Available)}.");
        return set switch
        {
            InstructionSet.Vector512 => Of<Simd512, Vector512<float>>(set),
            InstructionSet.Vector256 => Of<Simd256, Vector256<float>>(set),
            InstructionSet.Vector128 => Of<Simd128, Vector128<float>>(set),
            _ => Of<SimdScalar, float>(set),
        };
    }

    /// <summary>
    /// Closes every kernel over one vector type. The table holds pointers to static methods and not virtual methods, because what a compiler
    /// ahead of time (ReadyToRun) finds is what is named: overrides in a generic class are not, and would be left to the JIT.
    /// </summary>
    private static KernelSet Of<TSimd, TVec>(InstructionSet set)
        where TSimd : struct, ISimd<TVec>
        where TVec : struct => new()
        {
            InstructionSet = set,
            Lanes = TSimd.Lanes,
            TileRows = GemmTiles<TSimd, TVec>.MaxRows,
            Tile = &GemmTiles<TSimd, TVec>.Compute,
            Depthwise = &DepthwiseKernel<TSimd, TVec>.Run,
            WinogradInput = &WinogradKernel<TSimd, TVec>.Input,
            WinogradOutput = &WinogradKernel<TSimd, TVec>.Output,
            Pool = &PoolingKernel<TSimd, TVec>.Run,
            Unary = &UnaryKernel<TSimd, TVec>.Run,
            Binary = &BinaryKernel<TSimd, TVec>.Run,
            ReduceRows = &ReductionKernel<TSimd, TVec>.Rows,
            ReduceColumns = &ReductionKernel<TSimd, TVec>.Columns,
            SoftmaxRows = &SoftmaxKernel<TSimd, TVec>.Rows,
            Affine = &ChannelNormalization<TSimd, TVec>.Affine,
            LayerNormRows = &ChannelNormalization<TSimd, TVec>.LayerRows,
            InstanceNormPlane = &ChannelNormalization<TSimd, TVec>.Plane,
            LocalResponseScratch = &LocalResponseKernel<TSimd, TVec>.ScratchFloats,
            LocalResponse = &LocalResponseKernel<TSimd, TVec>.Pixels,
        };

    // 512 bits first: on Zen 4 a 512-bit multiply-add does the work of two 256-bit ones with half the instructions, and there are
    // 32 registers instead of 16. 256 bits need FMA, which every AVX2 processor has.
    private static List<InstructionSet> Detect()
    {
        var sets = new List<InstructionSet>();
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
            sets.Add(InstructionSet.Vector512);
        if (Vector256.IsHardwareAccelerated && Fma.IsSupported)
            sets.Add(InstructionSet.Vector256);
        if (Vector128.IsHardwareAccelerated && (Sse41.IsSupported || AdvSimd.IsSupported))
            sets.Add(InstructionSet.Vector128);
        sets.Add(InstructionSet.Scalar);
        return sets;
    }
}
