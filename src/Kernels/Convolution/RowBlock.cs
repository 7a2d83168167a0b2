using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Convolution;

/// <summary>A block of output pixels whose inputs are looked up together.</summary>
internal unsafe struct RowBlock
{
    /// <summary>The first pixel of the first image, at the first channel that is read.</summary>
    public float* Input;

    /// <summary><see cref="DenseConvolution.ZeroFloats"/> zeros: what taps outside the image read.</summary>
    public float* Zeros;

    /// <summary>Room for the pointers, and for the patches where they are gathered: <see cref="RowPointers.ScratchBytes"/>.</summary>
    public byte* Scratch;

    /// <summary>The first output pixel, counted over the whole batch.</summary>
    public long FirstRow;

    /// <summary>Output pixels of the block.</summary>
    public int Rows;

    /// <summary>How the rows are cut into register tiles.</summary>
    public TileRows Tiles;
}
