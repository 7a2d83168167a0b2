using Fovea.Inference.Graphs;

namespace Fovea.Inference.Operators.Support;

/// <summary>The patches that a window of one to three spatial axes reads for a cell; missing axes have the extent 1.</summary>
internal sealed class WindowCells
{
    private readonly CellContext _context;
    private readonly CellOperand _image;
    private readonly SlidingWindow _window;
    private readonly double _zero;

    // Of slices, rows and columns: extents, and the first position of the window.
    private readonly long[] _extents;
    private readonly long[] _first;

    /// <param name="context">The cell.</param>
    /// <param name="window">The window over input 0.</param>
    /// <param name="zero">What is subtracted from each value: the zero point of integers.</param>
    public WindowCells(CellContext context, SlidingWindow window, double zero = 0)
    {
        _context = context;
        _window = window;
        _zero = zero;
        _image = context.Operand(0);
        _extents = [.. Enumerable.Range(0, 3).Select(axis => axis < 3 - window.Axes ? 1 : _image.Shape[axis - 3 + _image.Shape.Rank])];
        _first =
        [
            .. Enumerable.Range(0, 3).Select(axis => axis < 3 - window.Axes
                ? 0
                : (context.Index[axis - 3 + context.Index.Count] * Of(window.Stride, axis, 1)) - Of(window.PadBegin, axis, 0)),
        ];
    }

    /// <summary>Taps along slices, rows and columns.</summary>
    public (int Slices, int Rows, int Columns) Taps =>
        (Of(_window.Kernel, 0, 1), Of(_window.Kernel, 1, 1), Of(_window.Kernel, 2, 1));

    /// <summary>The number of taps.</summary>
    public int Count => Taps.Slices * Taps.Rows * Taps.Columns;

    /// <summary>The value at a tap in a channel of the cell's image; null in padding.</summary>
    public double? At(long channel, int slice, int row, int column)
    {
        long z = Position(0, slice), y = Position(1, row), x = Position(2, column);
        if (z < 0 || z >= _extents[0] || y < 0 || y >= _extents[1] || x < 0 || x >= _extents[2])
            return null;
        long element = (_context.Index[0] * _image.Shape[1]) + channel;
        element = (((((element * _extents[0]) + z) * _extents[1]) + y) * _extents[2]) + x;
        return _image[element] - _zero;
    }

    /// <summary>The patch of a channel, or of a slice of it, as a term.</summary>
    public CellTerm Term(long channel, int slice) => new()
    {
        Name = _image.Name,
        Channel = (int)channel,
        Slice = _window.Axes == 3 ? (int)Position(0, slice) : null,
        Top = (int)_first[1],
        Left = (int)_first[2],
        Step = [Of(_window.Dilation, 1, 1), Of(_window.Dilation, 2, 1)],
        Stride = [Of(_window.Stride, 1, 1), Of(_window.Stride, 2, 1)],
        Values =
        [
            .. Enumerable.Range(0, Taps.Rows).Select(row => (IReadOnlyList<double?>)
                [.. Enumerable.Range(0, Taps.Columns).Select(column => At(channel, slice, row, column))]),
        ],
    };

    /// <summary>The number of taps inside of the padded image.</summary>
    public int CountPadded()
    {
        int count = 1;
        for (int axis = 0; axis < 3; axis++)
        {
            long begin = -Of(_window.PadBegin, axis, 0), end = _extents[axis] + Of(_window.PadEnd, axis, 0);
            count *= Enumerable.Range(0, Of(_window.Kernel, axis, 1)).Select(tap => Position(axis, tap))
                .Count(position => position >= begin && position < end);
        }

        return count;
    }

    /// <summary>The taps as text: <c>3 x 3</c>.</summary>
    public string Size => string.Join(" x ", _window.Kernel);

    private long Position(int axis, int tap) => _first[axis] + ((long)tap * Of(_window.Dilation, axis, 1));

    private static int Of(int[] values, int axis, int absent) =>
        axis >= 3 - values.Length ? values[axis - 3 + values.Length] : absent;
}
