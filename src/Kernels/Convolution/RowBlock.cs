using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Convolution;

/// <summary>A block of output pixels whose input pointers are computed together.</summary>
internal unsafe struct RowBlock
{
    /// <summary>The first pixel of the first image, at the first channel that is read.</summary>
    public float* Input;

    /// <summary><see cref="DenseConvolution.ZeroFloats"/> zeros, read by taps outside the image.</summary>
    public float* Zeros;

    /// <summary>Memory for the pointers and for gathered patches: <see cref="RowPointers.ScratchBytes"/> bytes.</summary>
    public byte* Scratch;

    /// <summary>The first output pixel, counted over the whole batch.</summary>
    public long FirstRow;

    /// <summary>Output pixels of the block.</summary>
    public int Rows;

    /// <summary>How the rows are split into register tiles.</summary>
    public TileRows Tiles;
}
