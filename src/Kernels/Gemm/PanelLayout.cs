namespace Fovea.Kernels.Gemm;

/// <summary>
/// How a weight matrix of Depth x Columns is split into panels of one to three vectors of columns. Vectors are spread evenly (4 = 2 + 2,
/// not 3 + 1): a narrow tile issues fewer multiply-adds per load.
/// </summary>
internal readonly struct PanelLayout
{
    private readonly int _baseVectors;

    public PanelLayout(int columns, long depth, int lanes)
    {
        Columns = columns;
        Depth = depth;
        Lanes = lanes;
        int vectors = (columns + lanes - 1) / lanes;
        Panels = (vectors + 2) / 3;
        _baseVectors = vectors / Panels;
        WidePanels = vectors % Panels;
        PackedColumns = vectors * lanes;
    }

    public int Columns { get; }

    public long Depth { get; }

    public int Lanes { get; }

    /// <summary>The number of panels.</summary>
    public int Panels { get; }

    /// <summary>The columns of all panels, padding included.</summary>
    public int PackedColumns { get; }

    /// <summary>Floats of the packed matrix.</summary>
    public long PackedLength => PackedColumns * Depth;

    private int WidePanels { get; }

    /// <summary>Vectors in a panel: if vectors do not divide evenly, the first panels have one more.</summary>
    public int Vectors(int panel) => panel < WidePanels ? _baseVectors + 1 : _baseVectors;

    /// <summary>The first column of a panel.</summary>
    public int FirstColumn(int panel) => ((panel * _baseVectors) + Math.Min(panel, WidePanels)) * Lanes;

    /// <summary>Columns of a panel without padding.</summary>
    public int ColumnsIn(int panel) => Math.Min(Vectors(panel) * Lanes, Columns - FirstColumn(panel));
}
