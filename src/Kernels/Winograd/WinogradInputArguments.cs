namespace Fovea.Kernels.Winograd;

/// <summary>
/// Tiles [First, Last) of a layer, on their way into the transformed domain: position p of tile t goes to Transformed[p * Plane + (t -
/// Origin) * channels].
/// </summary>
internal unsafe struct WinogradInputArguments
{
    /// <summary>The first pixel of the first image.</summary>
    public float* Input;

    /// <summary>One plane of tiles per position.</summary>
    public float* Transformed;

    /// <summary>Floats between two positions.</summary>
    public long Plane;

    /// <summary>The tile that lies first in each plane.</summary>
    public long Origin;

    /// <summary>The first tile, counted over the whole batch.</summary>
    public long First;

    /// <summary>The tile behind the last.</summary>
    public long Last;
}
