namespace Fovea.Kernels.Sampling;

/// <summary>Affine transforms and the grids of positions that they make.</summary>
internal unsafe struct AffineGridArguments
{
    /// <summary>For each image a matrix of <see cref="Axes"/> rows and one column more.</summary>
    public void* Theta;

    /// <summary>For each image and position <see cref="Axes"/> coordinates, the last axis first.</summary>
    public void* Grid;

    /// <summary>2 or 3.</summary>
    public int Axes;

    /// <summary>1 for two axes.</summary>
    public long Depth;

    public long Height;

    public long Width;

    /// <summary>Whether -1 and 1 are the centres of the outermost pixels, instead of their outer edges.</summary>
    public bool AlignCorners;
}
