namespace Fovea.Kernels.Quantized;

/// <summary>What <see cref="BytePoolingKernel{TSimd, TVec, T}"/> can do.</summary>
internal static class BytePooling
{
    /// <summary>The most elements of a window: 255 times as much is below 2^24.</summary>
    public const long MostElements = 1 << 16;
}
