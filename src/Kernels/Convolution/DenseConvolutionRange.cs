namespace Fovea.Kernels.Convolution;

/// <summary>What one worker computes of a dense convolution: some output pixels of some panels of every group.</summary>
internal struct DenseConvolutionRange
{
    /// <summary>The first output pixel, counted over the whole batch.</summary>
    public long FirstRow;

    /// <summary>The output pixel behind the last.</summary>
    public long LastRow;

    /// <summary>The first panel.</summary>
    public int FirstPanel;

    /// <summary>The panel behind the last.</summary>
    public int LastPanel;
}
