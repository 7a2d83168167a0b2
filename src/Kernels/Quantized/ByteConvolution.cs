using Fovea.Kernels.Convolution;
using Fovea.Kernels.Processors;

namespace Fovea.Kernels.Quantized;

/// <summary>
/// How much memory a dense convolution of bytes needs; <see cref="ByteConvolutionKernel{TSums, TProducts, TSum, TOperand}"/> computes it.
/// </summary>
internal static class ByteConvolution
{
    /// <summary>Bytes of scratch memory per thread: pointers or patches, and the sum of each row of a block.</summary>
    public static long ScratchBytes(ConvolutionShape shape, Processor processor) =>
        DenseConvolution.ScratchBytes(shape, processor) + (DenseConvolution.BlockRows(shape, processor) * (long)sizeof(int));
}
