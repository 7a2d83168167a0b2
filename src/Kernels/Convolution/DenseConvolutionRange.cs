namespace Fovea.Kernels.Convolution;

/// <summary>The part of a dense convolution that one thread computes: a range of output pixels and panels of every group.</summary>
internal struct DenseConvolutionRange
{
    /// <summary>The first output pixel, counted over the whole batch.</summary>
    public long FirstRow;

    /// <summary>The output pixel after the last.</summary>
    public long LastRow;

    /// <summary><see cref="DenseConvolution.BlockRows"/>.</summary>
    public int BlockRows;

    /// <summary>The first panel.</summary>
    public int FirstPanel;

    /// <summary>The panel after the last.</summary>
    public int LastPanel;
}
