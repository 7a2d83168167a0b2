namespace Fovea.Kernels.Winograd;

/// <summary>
/// The input tiles [First, Last) of one slice to transform: position p of tile t is written to Transformed[p * Plane + (t - Origin) *
/// channels].
/// </summary>
internal unsafe struct WinogradInputArguments
{
    /// <summary>The first pixel of the first image, at the first channel of the slice.</summary>
    public float* Input;

    /// <summary>One plane of tiles per position.</summary>
    public float* Transformed;

    /// <summary>Floats between two positions.</summary>
    public long Plane;

    /// <summary>The first tile of each plane.</summary>
    public long Origin;

    /// <summary>The first tile, counted over the whole batch.</summary>
    public long First;

    /// <summary>The tile after the last.</summary>
    public long Last;
}
