using Fovea.Kernels.Convolution;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>The kernels that multiply bytes, for one way of adding up products.</summary>
internal sealed unsafe class ByteKernels
{
    public required ByteInstructionSet InstructionSet { get; init; }

    /// <summary>Sums per vector, which determines how weights are packed.</summary>
    public required int Lanes { get; init; }

    /// <summary>The rows of the tallest register tile.</summary>
    public required int TileRows { get; init; }

    /// <summary>What the kernel for this type of rows adds to each byte as it reads it.</summary>
    public int RowShift(bool signed) => signed ? _signed.RowShift : _unsigned.RowShift;

    private Family _unsigned;

    private Family _signed;

    /// <summary><see cref="ByteConvolutionKernel{TSums, TProducts, TSum, TOperand}"/>: a range of pixels and panels.</summary>
    public delegate*<ConvolutionShape, in ByteConvolutionArguments, in DenseConvolutionRange, void> Convolution(bool signed) =>
        signed ? _signed.Convolution : _unsigned.Convolution;

    /// <summary>The kernels of a way of adding up products.</summary>
    public static ByteKernels For(ByteInstructionSet set)
    {
        Family unsigned = default, signed = default;
        ByteInstructionSets.Instantiate<byte, Family>(set, ref unsigned);
        ByteInstructionSets.Instantiate<sbyte, Family>(set, ref signed);
        return new ByteKernels
        {
            InstructionSet = set,
            Lanes = unsigned.Lanes,
            TileRows = unsigned.TileRows,
            _unsigned = unsigned,
            _signed = signed,
        };
    }

    // The kernels for rows of one type. Pointers to static methods, for the reason that KernelSet gives.
    private struct Family : IByteVectorized
    {
        public int Lanes;
        public int TileRows;
        public int RowShift;
        public delegate*<ConvolutionShape, in ByteConvolutionArguments, in DenseConvolutionRange, void> Convolution;

        public void Instantiate<TSums, TProducts, TSum, TOperand>()
            where TSums : struct, IByteSums<TSum>
            where TProducts : struct, IByteProducts<TSum, TOperand>
            where TSum : struct
            where TOperand : struct
        {
            Lanes = TSums.Lanes;
            TileRows = TProducts.MaxRows(1);
            RowShift = TProducts.RowShift;
            Convolution = &ByteConvolutionKernel<TSums, TProducts, TSum, TOperand>.Run;
        }
    }
}
