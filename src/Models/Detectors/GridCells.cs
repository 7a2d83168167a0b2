namespace Fovea.Models.Detectors;

/// <summary>The cells of several grids over the input, one grid after the other, each row by row.</summary>
internal sealed class GridCells
{
    /// <summary>The strides of most detectors, in pixels of the input.</summary>
    public static readonly int[] UsualStrides = [8, 16, 32];

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
            (int grid, int index) = Find(cell);
            (int y, int x) = Math.DivRem(index, _grids[grid].Columns);
            return (x, y, _grids[grid].Stride);
        }
    }

    /// <summary>The grid of a cell, and its index there.</summary>
    public (int Grid, int Index) Find(int cell)
    {
        int grid = _grids.Length - 1;
        while (_grids[grid].First > cell)
            grid--;
        return (grid, cell - _grids[grid].First);
    }

    /// <summary>How many cells cover a side: convolutions with padding round up.</summary>
    public static int Extent(int side, int stride) => (side + stride - 1) / stride;
}
