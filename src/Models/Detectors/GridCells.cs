namespace Fovea.Models.Detectors;

/// <summary>The cells of several grids over the input, one grid after the other, each row by row.</summary>
internal sealed class GridCells
{
    private readonly (int First, int Columns, int Stride)[] _grids;

    /// <param name="sides">The width and height of the input in pixels.</param>
    /// <param name="strides">The side of a cell in pixels, for each grid.</param>
    public GridCells((int Width, int Height) sides, IReadOnlyList<int> strides)
    {
        _grids = new (int, int, int)[strides.Count];
        for (int i = 0; i < _grids.Length; i++)
        {
            int columns = Extent(sides.Width, strides[i]);
            _grids[i] = (Count, columns, strides[i]);
            Count += columns * Extent(sides.Height, strides[i]);
        }
    }

    /// <summary>The number of cells of all grids.</summary>
    public int Count { get; }

    /// <summary>The column and row of a cell, and its grid's stride.</summary>
    public (int X, int Y, int Stride) this[int cell]
    {
        get
        {
            int grid = _grids.Length - 1;
            while (_grids[grid].First > cell)
                grid--;
            (int first, int columns, int stride) = _grids[grid];
            (int y, int x) = Math.DivRem(cell - first, columns);
            return (x, y, stride);
        }
    }

    /// <summary>How many cells cover a side: convolutions with padding round up.</summary>
    public static int Extent(int side, int stride) => (side + stride - 1) / stride;
}
