namespace Fovea.Kernels.Winograd;

/// <summary>The tiles [First, Last) of one slice of products to transform back to pixels, and the epilogue.</summary>
internal unsafe struct WinogradOutputArguments
{
    /// <summary>One plane of tiles per position.</summary>
    public float* Products;

    /// <summary>Floats between two positions.</summary>
    public long Plane;

    /// <summary>The first tile of each plane.</summary>
    public long Origin;

    /// <summary>The first tile, counted over the whole batch.</summary>
    public long First;

    /// <summary>The tile after the last.</summary>
    public long Last;

    /// <summary>The first pixel of the first image, at the first filter of the slice.</summary>
    public float* Output;

    /// <summary>One value per filter of the slice.</summary>
    public float* Bias;

    /// <summary>Added before clamping, or null; pixels as in the output, with their own stride.</summary>
    public float* Residual;

    /// <summary>The lower bound of the result; -infinity for none.</summary>
    public float Min;

    /// <summary>The upper bound of the result; infinity for none.</summary>
    public float Max;
}
