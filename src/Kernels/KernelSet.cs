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

/// <summary>The kernels of one instruction set, with a family for each element type: the table by which operators select kernels.</summary>
internal sealed unsafe class KernelSet
{
    /// <summary>The instruction sets that this machine runs, best first.</summary>
    public static IReadOnlyList<InstructionSet> Available => InstructionSets.Available;

    public required InstructionSet InstructionSet { get; init; }

    /// <summary>Floats per vector, which determines how weights are packed.</summary>
    public required int Lanes { get; init; }

    /// <summary>The rows of the tallest register tile.</summary>
    public required int TileRows { get; init; }

    public required KernelFamily Float32 { get; init; }

    public KernelFamily Float64 { get; init; } = new();

    public KernelFamily Float16 { get; init; } = new();

    public KernelFamily Int64 { get; init; } = new();

    public KernelFamily Int32 { get; init; } = new();

    public KernelFamily Int16 { get; init; } = new();

    public KernelFamily Int8 { get; init; } = new();

    public KernelFamily UInt64 { get; init; } = new();

    public KernelFamily UInt32 { get; init; } = new();

    public KernelFamily UInt16 { get; init; } = new();

    public KernelFamily UInt8 { get; init; } = new();

    /// <summary>Booleans of one byte each.</summary>
    public KernelFamily Bool { get; init; } = new();

    /// <summary>The kernels of an instruction set; of the best one if null.</summary>
    /// <exception cref="NotSupportedException">The machine does not support it.</exception>
    public static KernelSet For(InstructionSet? wanted)
    {
        var table = new Table { Set = wanted ?? Available[0] };
        InstructionSets.Instantiate(table.Set, ref table);
        return table.Kernels!;
    }

    /// <summary>
    /// Instantiates every kernel for one vector type. The table holds pointers to static methods instead of virtual methods, because the
    /// ahead-of-time compiler (ReadyToRun) compiles only instantiations that the code names: it would leave overrides in a generic class to
    /// the JIT. For the same reason the table is a struct that is not generic itself.
    /// </summary>
    private struct Table : IVectorized
    {
        public InstructionSet Set;

        public KernelSet? Kernels;

        public void Instantiate<TSimd, TVec>()
            where TSimd : struct, ISimd<TVec>
            where TVec : struct => Kernels = new()
            {
                InstructionSet = Set,
                Lanes = TSimd.Lanes,
                TileRows = GemmTiles<TSimd, TVec>.MaxRows,
                Float32 = new()
                {
                    Tile = &GemmTiles<TSimd, TVec>.Compute,
                    DenseConvolution = &DenseConvolutionKernel<TSimd, TVec>.Run,
                    Depthwise = &DepthwiseKernel<TSimd, TVec>.Run,
                    WinogradInput = &WinogradKernel<TSimd, TVec>.Input,
                    WinogradProduct = &WinogradProductKernel<TSimd, TVec>.Run,
                    WinogradOutput = &WinogradKernel<TSimd, TVec>.Output,
                    MaxPool = &PoolingKernel<TSimd, TVec>.Maximum,
                    AveragePool = &PoolingKernel<TSimd, TVec>.Average,
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
                },
                Float64 = new() { Binary = &ScalarBinaryKernel<double>.Run },
                Int64 = new() { Binary = &ScalarBinaryKernel<long>.Run },
                Int32 = new() { Binary = &ScalarBinaryKernel<int>.Run },
                Int8 = new() { Binary = &ScalarBinaryKernel<sbyte>.Run, MaxPool = &IntegerPoolingKernel<sbyte>.Maximum },
                UInt8 = new() { Binary = &ScalarBinaryKernel<byte>.Run, MaxPool = &IntegerPoolingKernel<byte>.Maximum },
            };
    }
}
