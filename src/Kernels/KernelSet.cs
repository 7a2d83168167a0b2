using Fovea.Inference;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Elementwise;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Lines;
using Fovea.Kernels.Normalization;
using Fovea.Kernels.Pooling;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Quantized;
using Fovea.Kernels.Reductions;
using Fovea.Kernels.Resampling;
using Fovea.Kernels.Sampling;
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

    /// <summary>Products of bytes, whose vectors may be narrower.</summary>
    public required ByteKernels Bytes { get; init; }

    /// <summary>The processor for which sizes of blocks and algorithms are chosen.</summary>
    public required Processor Processor { get; init; }

    public required KernelFamily Float32 { get; init; }

    public KernelFamily Float64 { get; init; } = new();

    public KernelFamily Float16 { get; init; } = new();

    /// <summary>The upper 16 bits of a float.</summary>
    public KernelFamily BFloat16 { get; init; } = new();

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

    /// <summary>The kernels of the next narrower vectors that the machine has; null if there are none.</summary>
    public KernelSet? Narrower { get; private init; }

    /// <summary>These kernels, or those of narrower vectors where a whole vector has more lanes than this.</summary>
    public KernelSet ForChannels(int channels) =>
        Lanes > channels && Narrower is { } narrower ? narrower.ForChannels(channels) : this;

    /// <summary>The kernels of an instruction set, and for a processor; of the best one, and for this one, if null.</summary>
    /// <exception cref="NotSupportedException">The machine does not support it.</exception>
    public static KernelSet For(InstructionSet? wanted, Processor? processor = null)
    {
        var table = new Table { Set = wanted ?? Available[0], Processor = processor ?? ProcessorTable.Detected };
        InstructionSets.Instantiate(table.Set, ref table);
        return table.Kernels!;
    }

    private static int Index(InstructionSet set, int from = 0) => Available[from] == set ? from : Index(set, from + 1);

    /// <summary>
    /// Instantiates every kernel for one vector type. The table holds pointers to static methods instead of virtual methods, because the
    /// ahead-of-time compiler (ReadyToRun) compiles only instantiations that the code names: it would leave overrides in a generic class to
    /// the JIT. For the same reason the table is a struct that is not generic itself.
    /// </summary>
    private struct Table : IVectorized
    {
        public InstructionSet Set;

        public Processor Processor;

        public KernelSet? Kernels;

        public void Instantiate<TSimd, TVec>()
            where TSimd : struct, ISimd<TVec>
            where TVec : struct => Kernels = new()
            {
                InstructionSet = Set,
                Processor = Processor,
                Narrower = Set == Available[^1] ? null : For(Available[Index(Set) + 1], Processor),
                Lanes = TSimd.Lanes,
                TileRows = GemmTiles<TSimd, TVec>.MaxRows,
                Bytes = ByteKernels.For(ByteInstructionSets.Best(Set, Processor.WideBytes)),
                Float32 = new()
                {
                    Tile = &GemmTiles<TSimd, TVec>.Compute,
                    DenseConvolution = &DenseConvolutionKernel<TSimd, TVec>.Run,
                    Depthwise = &DepthwiseKernel<TSimd, TVec, FloatFormat<TSimd, TVec>>.Run,
                    WinogradInput = &WinogradKernel<TSimd, TVec>.Input,
                    WinogradProduct = &WinogradProductKernel<TSimd, TVec>.Run,
                    WinogradOutput = &WinogradKernel<TSimd, TVec>.Output,
                    NarrowTransposed = &NarrowTransposedKernel<TSimd, TVec>.Lines,
                    MaxPool = &PoolingKernel<TSimd, TVec>.Maximum,
                    AveragePool = &PoolingKernel<TSimd, TVec>.Average,
                    MaxPoolGradient = &PoolingGradientKernel<TSimd, TVec>.Maximum,
                    Unary = &UnaryKernel<TSimd, TVec>.Run,
                    Binary = &BinaryKernel<TSimd, TVec>.Run,
                    Compare = &CompareKernel<float>.Run,
                    Test = &TestKernel<float>.Run,
                    ToReal = &ConversionKernel<float>.ToReal,
                    FromReal = &ConversionKernel<float>.FromReal,
                    FromInteger = &ConversionKernel<float>.FromInteger,
                    ReduceRows = &ReductionKernel<TSimd, TVec>.Rows,
                    ReduceColumns = &ReductionKernel<TSimd, TVec>.Columns,
                    Range = &RangeKernel<TSimd, TVec>.Run,
                    ExtremeIndex = &ExtremeIndexKernel<float>.Run,
                    Select = &SelectionKernel<float>.Run,
                    Cumulate = &CumulativeKernel<float>.Run,
                    Norm = &NormKernel<float>.Run,
                    Softmax = &SoftmaxKernel<TSimd, TVec>.Rows,
                    LogSoftmax = &SoftmaxKernel<TSimd, TVec>.LogRows,
                    Affine = &ChannelNormalization<TSimd, TVec>.Affine,
                    LayerNormalization = &ChannelNormalization<TSimd, TVec>.LayerRows,
                    InstanceNormalization = &ChannelNormalization<TSimd, TVec>.Plane,
                    LocalResponseScratch = &LocalResponseKernel<TSimd, TVec>.ScratchFloats,
                    LocalResponse = &LocalResponseKernel<TSimd, TVec>.Pixels,
                    Resample = &ResampleKernel<TSimd, TVec>.Run,
                    MaxPoolIndices = &IndexedPoolingKernel<float>.Run,
                    LpPool = &LpPoolingKernel.Run,
                    GridSample = &GridSampleKernel<float>.Run,
                    AffineGrid = &AffineGridKernel<float>.Run,
                    RoiAlign = &RoiAlignKernel.Run,
                    RoiPool = &RoiPoolKernel.Run,
                    Deformable = &DeformableKernel.Run,
                    Col2Im = &Col2ImKernel<float>.Run,
                },
                Float64 = new()
                {
                    Unary = &DoubleUnaryKernel.Run,
                    Binary = &ScalarBinaryKernel<double>.Run,
                    Compare = &CompareKernel<double>.Run,
                    Test = &TestKernel<double>.Run,
                    ToReal = &ConversionKernel<double>.ToReal,
                    FromReal = &ConversionKernel<double>.FromReal,
                    FromInteger = &ConversionKernel<double>.FromInteger,
                    ReduceRows = &ScalarReductionKernel<double>.Rows,
                    ExtremeIndex = &ExtremeIndexKernel<double>.Run,
                    Select = &SelectionKernel<double>.Run,
                    Cumulate = &CumulativeKernel<double>.Run,
                    Norm = &NormKernel<double>.Run,
                    Resample = &ScalarResampleKernel<double>.Run,
                    GridSample = &GridSampleKernel<double>.Run,
                    AffineGrid = &AffineGridKernel<double>.Run,
                    Col2Im = &Col2ImKernel<double>.Run,
                    Product = &ScalarProductKernel<double>.Run,
                },
                Float16 = new()
                {
                    ToReal = &ConversionKernel<Half>.ToReal,
                    FromReal = &ConversionKernel<Half>.FromReal,
                    FromInteger = &ConversionKernel<Half>.FromInteger,
                },
                BFloat16 = new()
                {
                    ToReal = &BFloat16ConversionKernel.ToReal,
                    FromReal = &BFloat16ConversionKernel.FromReal,
                    FromInteger = &BFloat16ConversionKernel.FromInteger,
                },
                Int64 = new()
                {
                    Unary = &ScalarUnaryKernel<long>.Run,
                    Binary = &ScalarBinaryKernel<long>.Run,
                    Bits = &BitKernel<long>.Run,
                    Compare = &CompareKernel<long>.Run,
                    ToReal = &ConversionKernel<long>.ToReal,
                    FromReal = &ConversionKernel<long>.FromReal,
                    ToInteger = &ConversionKernel<long>.ToInteger,
                    FromInteger = &ConversionKernel<long>.FromInteger,
                    ReduceRows = &ScalarReductionKernel<long>.Rows,
                    ExtremeIndex = &ExtremeIndexKernel<long>.Run,
                    Select = &SelectionKernel<long>.Run,
                    Cumulate = &CumulativeKernel<long>.Run,
                    Col2Im = &Col2ImKernel<long>.Run,
                    Product = &ScalarProductKernel<long>.Run,
                },
                Int32 = new()
                {
                    Unary = &ScalarUnaryKernel<int>.Run,
                    Binary = &ScalarBinaryKernel<int>.Run,
                    Bits = &BitKernel<int>.Run,
                    Compare = &CompareKernel<int>.Run,
                    ToReal = &ConversionKernel<int>.ToReal,
                    FromReal = &ConversionKernel<int>.FromReal,
                    ToInteger = &ConversionKernel<int>.ToInteger,
                    FromInteger = &ConversionKernel<int>.FromInteger,
                    ReduceRows = &ScalarReductionKernel<int>.Rows,
                    ExtremeIndex = &ExtremeIndexKernel<int>.Run,
                    Select = &SelectionKernel<int>.Run,
                    Cumulate = &CumulativeKernel<int>.Run,
                    Col2Im = &Col2ImKernel<int>.Run,
                    Product = &ScalarProductKernel<int>.Run,
                    Dequantize = &ScalarQuantizeKernel<int>.Dequantize,
                    IntegerConvolution = &IntegerConvolutionKernel.Run,
                },
                Int16 = new()
                {
                    Unary = &ScalarUnaryKernel<short>.Run,
                    Binary = &ScalarBinaryKernel<short>.Run,
                    Bits = &BitKernel<short>.Run,
                    Compare = &CompareKernel<short>.Run,
                    ToReal = &ConversionKernel<short>.ToReal,
                    FromReal = &ConversionKernel<short>.FromReal,
                    ToInteger = &ConversionKernel<short>.ToInteger,
                    FromInteger = &ConversionKernel<short>.FromInteger,
                    ExtremeIndex = &ExtremeIndexKernel<short>.Run,
                    Select = &SelectionKernel<short>.Run,
                    Col2Im = &Col2ImKernel<short>.Run,
                    Quantize = &ScalarQuantizeKernel<short>.Quantize,
                    Dequantize = &ScalarQuantizeKernel<short>.Dequantize,
                },
                Int8 = new()
                {
                    Depthwise = &DepthwiseKernel<TSimd, TVec, ByteFormat<TSimd, TVec, sbyte>>.Run,
                    DepthwiseToFloat = &DepthwiseKernel<TSimd, TVec, ByteToFloatFormat<TSimd, TVec, sbyte>>.Run,
                    MaxPool = &IntegerPoolingKernel<TSimd, TVec, sbyte>.Maximum,
                    QuantizedAveragePool = &BytePoolingKernel<TSimd, TVec, sbyte>.Average,
                    QuantizedBinary = &ByteBinaryKernel<TSimd, TVec, sbyte>.Run,
                    Lookup = &LookupKernel<TSimd, TVec>.Run,
                    Unary = &ScalarUnaryKernel<sbyte>.Run,
                    Binary = &ScalarBinaryKernel<sbyte>.Run,
                    Bits = &BitKernel<sbyte>.Run,
                    Compare = &CompareKernel<sbyte>.Run,
                    ToReal = &ConversionKernel<sbyte>.ToReal,
                    FromReal = &ConversionKernel<sbyte>.FromReal,
                    ToInteger = &ConversionKernel<sbyte>.ToInteger,
                    FromInteger = &ConversionKernel<sbyte>.FromInteger,
                    ReduceRows = &ScalarReductionKernel<sbyte>.Rows,
                    ExtremeIndex = &ExtremeIndexKernel<sbyte>.Run,
                    Select = &SelectionKernel<sbyte>.Run,
                    MaxPoolIndices = &IndexedPoolingKernel<sbyte>.Run,
                    Col2Im = &Col2ImKernel<sbyte>.Run,
                    Product = &ScalarProductKernel<sbyte>.Run,
                    Quantize = &ByteQuantizeKernel<TSimd, TVec, sbyte>.Quantize,
                    Requantize = &ScalarQuantizeKernel<sbyte>.Requantize,
                    Dequantize = &ByteQuantizeKernel<TSimd, TVec, sbyte>.Dequantize,
                },
                UInt64 = new()
                {
                    Unary = &ScalarUnaryKernel<ulong>.Run,
                    Binary = &ScalarBinaryKernel<ulong>.Run,
                    Bits = &BitKernel<ulong>.Run,
                    Compare = &CompareKernel<ulong>.Run,
                    ToReal = &ConversionKernel<ulong>.ToReal,
                    FromReal = &ConversionKernel<ulong>.FromReal,
                    ToInteger = &ConversionKernel<ulong>.ToInteger,
                    FromInteger = &ConversionKernel<ulong>.FromInteger,
                    ReduceRows = &ScalarReductionKernel<ulong>.Rows,
                    ExtremeIndex = &ExtremeIndexKernel<ulong>.Run,
                    Select = &SelectionKernel<ulong>.Run,
                    Cumulate = &CumulativeKernel<ulong>.Run,
                    Col2Im = &Col2ImKernel<ulong>.Run,
                    Product = &ScalarProductKernel<ulong>.Run,
                },
                UInt32 = new()
                {
                    Unary = &ScalarUnaryKernel<uint>.Run,
                    Binary = &ScalarBinaryKernel<uint>.Run,
                    Bits = &BitKernel<uint>.Run,
                    Compare = &CompareKernel<uint>.Run,
                    ToReal = &ConversionKernel<uint>.ToReal,
                    FromReal = &ConversionKernel<uint>.FromReal,
                    ToInteger = &ConversionKernel<uint>.ToInteger,
                    FromInteger = &ConversionKernel<uint>.FromInteger,
                    ReduceRows = &ScalarReductionKernel<uint>.Rows,
                    ExtremeIndex = &ExtremeIndexKernel<uint>.Run,
                    Select = &SelectionKernel<uint>.Run,
                    Cumulate = &CumulativeKernel<uint>.Run,
                    Col2Im = &Col2ImKernel<uint>.Run,
                    Product = &ScalarProductKernel<uint>.Run,
                },
                UInt16 = new()
                {
                    Unary = &ScalarUnaryKernel<ushort>.Run,
                    Binary = &ScalarBinaryKernel<ushort>.Run,
                    Bits = &BitKernel<ushort>.Run,
                    Compare = &CompareKernel<ushort>.Run,
                    ToReal = &ConversionKernel<ushort>.ToReal,
                    FromReal = &ConversionKernel<ushort>.FromReal,
                    ToInteger = &ConversionKernel<ushort>.ToInteger,
                    FromInteger = &ConversionKernel<ushort>.FromInteger,
                    ExtremeIndex = &ExtremeIndexKernel<ushort>.Run,
                    Select = &SelectionKernel<ushort>.Run,
                    Col2Im = &Col2ImKernel<ushort>.Run,
                    Quantize = &ScalarQuantizeKernel<ushort>.Quantize,
                    Dequantize = &ScalarQuantizeKernel<ushort>.Dequantize,
                },
                UInt8 = new()
                {
                    Depthwise = &DepthwiseKernel<TSimd, TVec, ByteFormat<TSimd, TVec, byte>>.Run,
                    DepthwiseToFloat = &DepthwiseKernel<TSimd, TVec, ByteToFloatFormat<TSimd, TVec, byte>>.Run,
                    MaxPool = &IntegerPoolingKernel<TSimd, TVec, byte>.Maximum,
                    QuantizedAveragePool = &BytePoolingKernel<TSimd, TVec, byte>.Average,
                    QuantizedBinary = &ByteBinaryKernel<TSimd, TVec, byte>.Run,
                    Lookup = &LookupKernel<TSimd, TVec>.Run,
                    Unary = &ScalarUnaryKernel<byte>.Run,
                    Binary = &ScalarBinaryKernel<byte>.Run,
                    Bits = &BitKernel<byte>.Run,
                    Compare = &CompareKernel<byte>.Run,
                    ToReal = &ConversionKernel<byte>.ToReal,
                    FromReal = &ConversionKernel<byte>.FromReal,
                    ToInteger = &ConversionKernel<byte>.ToInteger,
                    FromInteger = &ConversionKernel<byte>.FromInteger,
                    ReduceRows = &ScalarReductionKernel<byte>.Rows,
                    ExtremeIndex = &ExtremeIndexKernel<byte>.Run,
                    Select = &SelectionKernel<byte>.Run,
                    MaxPoolIndices = &IndexedPoolingKernel<byte>.Run,
                    Col2Im = &Col2ImKernel<byte>.Run,
                    Product = &ScalarProductKernel<byte>.Run,
                    Quantize = &ByteQuantizeKernel<TSimd, TVec, byte>.Quantize,
                    Requantize = &ScalarQuantizeKernel<byte>.Requantize,
                    Dequantize = &ByteQuantizeKernel<TSimd, TVec, byte>.Dequantize,
                },
                Bool = new()
                {
                    Bits = &BitKernel<byte>.Run,
                    Compare = &CompareKernel<byte>.Run,
                    Test = &TestKernel<byte>.Run,
                    ToReal = &BoolConversionKernel.ToReal,
                    FromReal = &BoolConversionKernel.FromReal,
                    ToInteger = &BoolConversionKernel.ToInteger,
                    FromInteger = &BoolConversionKernel.FromInteger,
                    ReduceRows = &BooleanReductionKernel.Rows,
                },
            };
    }
}
