using Fovea.Kernels.Gemm;

namespace Fovea.Kernels.Winograd;

/// <summary>
/// The products of the panels [First, Last) of one slice, counted over all positions: panel i belongs to position i / panels.
/// </summary>
internal unsafe struct WinogradProductArguments
{
    /// <summary>The panels of one position.</summary>
    public PanelLayout Layout;

    /// <summary>Transformed tiles, a plane per position.</summary>
    public float* Transformed;

    /// <summary>Floats between positions of the transformed tiles.</summary>
    public long TransformedPlane;

    /// <summary>Packed matrices of the slice, one per position.</summary>
    public float* Weights;

    /// <summary>Whether the weights of the next panel are fetched while a panel is used.</summary>
    public bool Fetches;

    /// <summary>A row of zeros, because the bias is added after the transform back.</summary>
    public float* Zeros;

    /// <summary>Products, a plane per position.</summary>
    public float* Products;

    /// <summary>Floats between positions of the products.</summary>
    public long ProductsPlane;

    /// <summary>Rows of each matrix.</summary>
    public int Tiles;

    /// <summary>The first panel.</summary>
    public long First;

    /// <summary>The panel after the last.</summary>
    public long Last;
}
