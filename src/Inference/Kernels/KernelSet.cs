using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Fovea.Inference.Kernels.Convolution;
using Fovea.Inference.Kernels.Elementwise;
using Fovea.Inference.Kernels.Gemm;
using Fovea.Inference.Kernels.Pooling;
using Fovea.Inference.Kernels.Reductions;
using Fovea.Inference.Kernels.Winograd;

namespace Fovea.Inference.Kernels;

/// <summary>The kernels of one instruction set: the one table between operators, which choose a kernel, and vectors, which run it.</summary>
internal abstract unsafe class KernelSet
{
    /// <summary>The instruction sets that this machine runs, best first.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = Detect();

    public abstract InstructionSet InstructionSet { get; }

    /// <summary>Floats per vector: weights are packed for it.</summary>
    public abstract int Lanes { get; }

    /// <summary>The tallest register tile.</summary>
    public abstract int TileRows { get; }

    public abstract void Tile(int rows, int vectors, in TileArguments t);

    public abstract void Depthwise(ConvolutionShape shape, in DepthwiseArguments t, long firstRow, long lastRow);

    public abstract void WinogradInput(WinogradShape shape, float* input, float* target, long origin, long plane, long first, long last);

    public abstract void WinogradOutput(WinogradShape shape, float* source, in WinogradOutput t, long origin, long plane, long first, long last);

    public abstract void Pool(ConvolutionShape shape, in PoolingArguments t, long firstRow, long lastRow);

    public abstract void Unary(UnaryKind kind, float* x, long xStride, float* y, long yStride, long rows, long columns, float alpha, float beta);

    public abstract void Binary(BinaryKind kind, in BinaryArguments t);

    public abstract void ReduceRows(ReductionKind kind, float* x, long rowStride, float* y, long rows, long columns);

    public abstract void ReduceColumns(ReductionKind kind, float* x, long rowStride, float* y, long rows, long columns);

    public abstract void SoftmaxRows(float* x, float* y, long rows, long columns);

    public abstract void Affine(
        float* x, long xStride, float* y, long yStride, float* scale, float* shift, long rows, long columns, float min, float max);

    public abstract void LayerNormRows(float* x, float* y, float* scale, float* shift, long rows, long columns, float epsilon);

    public abstract void InstanceNormPlane(float* x, float* y, float scale, float shift, long count, float epsilon, float min, float max);

    public abstract long LocalResponseScratch(long channels, int size);

    public abstract void LocalResponse(
        float* x, long xStride, float* y, long yStride, long pixels, long channels, int size, float alpha, float beta, float bias, float* scratch);

    /// <summary>The kernels of an instruction set.</summary>
    /// <exception cref="NotSupportedException">The machine does not have it.</exception>
    public static KernelSet For(InstructionSet? wanted)
    {
        InstructionSet set = wanted ?? Available[0];
        if (!Available.Contains(set))
            throw new NotSupportedException($"This machine does not run {set}; it runs {string.Join(", ", Available)}.");
        return set switch
        {
            InstructionSet.Vector512 => new KernelSet512(),
            InstructionSet.Vector256 => new KernelSet256(),
            InstructionSet.Vector128 => new KernelSet128(),
            _ => new KernelSetScalar(),
        };
    }

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
