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

    /// <summary><see cref="WinogradKernel{TSimd, TVec}"/>: tiles into the transformed domain.</summary>
    public required delegate*<WinogradShape, in WinogradInputArguments, void> WinogradInput { get; init; }

    /// <summary><see cref="WinogradKernel{TSimd, TVec}"/>: products back to pixels.</summary>
    public required delegate*<WinogradShape, in WinogradOutputArguments, void> WinogradOutput { get; init; }

    /// <summary>Shape, arguments, first and last row: <see cref="PoolingKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<ConvolutionShape, in PoolingArguments, long, long, void> Pool { get; init; }

    /// <summary><see cref="UnaryKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<UnaryKind, in UnaryArguments, void> Unary { get; init; }

    /// <summary><see cref="BinaryKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<BinaryKind, in BinaryArguments, void> Binary { get; init; }

    /// <summary><see cref="ReductionKernel{TSimd, TVec}"/>: one value per row.</summary>
    public required delegate*<ReductionKind, in ReductionArguments, void> ReduceRows { get; init; }

    /// <summary><see cref="ReductionKernel{TSimd, TVec}"/>: one value per column.</summary>
    public required delegate*<ReductionKind, in ReductionArguments, void> ReduceColumns { get; init; }

    /// <summary><see cref="SoftmaxKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<in SoftmaxArguments, void> Softmax { get; init; }

    /// <summary><see cref="ChannelNormalization{TSimd, TVec}"/>: a scale and a shift per channel.</summary>
    public required delegate*<in AffineArguments, void> Affine { get; init; }

    /// <summary><see cref="ChannelNormalization{TSimd, TVec}"/>: layer normalisation of rows.</summary>
    public required delegate*<in LayerNormalizationArguments, void> LayerNormalization { get; init; }

    /// <summary><see cref="ChannelNormalization{TSimd, TVec}"/>: instance normalisation of a plane.</summary>
    public required delegate*<in InstanceNormalizationArguments, void> InstanceNormalization { get; init; }

    /// <summary>Channels and size to the floats of <see cref="LocalResponseArguments.Scratch"/>.</summary>
    public required delegate*<long, int, long> LocalResponseScratch { get; init; }

    /// <summary><see cref="LocalResponseKernel{TSimd, TVec}"/>.</summary>
    public required delegate*<in LocalResponseArguments, void> LocalResponse { get; init; }

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
            Softmax = &SoftmaxKernel<TSimd, TVec>.Rows,
            Affine = &ChannelNormalization<TSimd, TVec>.Affine,
            LayerNormalization = &ChannelNormalization<TSimd, TVec>.LayerRows,
            InstanceNormalization = &ChannelNormalization<TSimd, TVec>.Plane,
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
