using Fovea.Bench.Accuracy;
using Fovea.Bench.Statistics;
using Fovea.Inference.Steps;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Gemm;
using Fovea.Kernels.Processors;
using Fovea.Kernels.Quantized;
using Fovea.Kernels.Simd;

namespace Fovea.Bench.Roofline;

/// <summary>How fast a core multiplies bytes and adds up by one kind of instructions: the rate of the kernels' own register tile.</summary>
internal static unsafe class ByteTileRate
{
    private const int Rows = 24;
    private const int Words = 96;
    private const int Columns = 48;

    // Bytes of a word.
    private const int Word = 4;

    /// <summary>
    /// Multiply-adds of bytes per second: 24 rows of 384 bytes, by a matrix of 48 columns. They stay in the first-level cache, and whole
    /// tiles of each kind of instructions cover them. What prepares operands for the products counts, as it does in a network.
    /// </summary>
    public static double MultiplyAddsPerSecond(ByteInstructionSet set, Processor processor)
    {
        var kernels = ByteKernels.For(set);
        ConvolutionShape shape = MatrixProductStep.Rows(Rows, Words, Columns, rowStride: Words);
        var layout = new PanelLayout(Columns, Words, kernels.Lanes);
        using NativeFloats input = new(Rows * Words), output = new(Rows * Columns / Word), weights = new(layout.PackedLength);
        using NativeFloats bias = new(layout.PackedColumns), scales = new(layout.PackedColumns);
        using NativeFloats padding = new(DenseConvolution.ZeroFloats(shape));
        using NativeFloats scratch = new((ByteConvolution.ScratchBytes(shape, processor) / Word) + 1);
        var arguments = new ByteConvolutionArguments
        {
            Layout = layout,
            Input = (int*)input.Pointer,
            Output = (byte*)output.Pointer,
            OutputBytes = 1,
            Weights = (sbyte*)weights.Pointer,
            Bias = (int*)bias.Pointer,
            Padding = (int*)padding.Pointer,
            Scratch = (byte*)scratch.Pointer,
            To = new Requantization { Result = ByteResult.Byte, Scales = scales.Pointer, Low = 0, High = byte.MaxValue },
        };
        DenseConvolutionRange whole = DenseConvolution.Part(shape, in layout, kernels.TileRows, processor, part: 0, parts: 1);
        double seconds = BestRound.Seconds(() => kernels.Convolution(signed: false)(shape, in arguments, in whole));
        return (double)Word * shape.MultiplyAdds / seconds;
    }
}
