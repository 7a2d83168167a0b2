using Fovea.Inference;

namespace Fovea.Models.Texts;

/// <summary>
/// The outlines of the parts of a map that lie above a threshold, as OpenCV's <c>findContours</c> with <c>RETR_LIST</c> gives them: one
/// around each part, whose cells touch by sides or corners, and one around each hole, whose cells touch by sides (Suzuki and Abe,
/// "Topological Structural Analysis of Digitized Binary Images by Border Following", 1985). Of each, the cells that a convex hull needs.
/// </summary>
internal sealed class MapOutlines
{
    // A cell outside of all parts, one of a part, and one that was seen.
    private const byte Outside = 0, Inside = 1, Seen = 2;

    // With a border of one cell, so that what surrounds all parts is one piece.
    private readonly byte[] _cells;
    private readonly int _pitch;
    private readonly int[] _firsts;
    private readonly int[] _lasts;
    private readonly int[] _sides;
    private readonly int[] _around;
    private readonly Stack<int> _left = new();
    private readonly CancellationToken _cancellation;
    private (int First, int Last) _rows;

    private MapOutlines(ReadOnlySpan<float> map, int width, int height, float threshold, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _pitch = width + 2;
        _cells = new byte[_pitch * (height + 2)];
        for (int y = 0; y < height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int x = 0; x < width; x++)
            {
                float value = map[(y * width) + x];
                if (float.IsNaN(value))
                    throw new InferenceException("A value of the network's map of text is not a number (NaN).");
                _cells[((y + 1) * _pitch) + x + 1] = value > threshold ? Inside : Outside;
            }
        }

        (_firsts, _lasts) = (new int[height + 2], new int[height + 2]);
        _sides = [-1, 1, -_pitch, _pitch];
        _around = [.. _sides, -_pitch - 1, -_pitch + 1, _pitch - 1, _pitch + 1];
        Array.Fill(_firsts, int.MaxValue);
        Array.Fill(_lasts, int.MinValue);
    }

    /// <summary>Finds outlines from the lowest on, as OpenCV lists them.</summary>
    /// <param name="map">The map, row by row.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="threshold">The value above which a cell belongs to a part.</param>
    /// <param name="most">How many are kept.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InferenceException">A value is not a number.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IEnumerable<IReadOnlyList<MapCell>> Find(
        ReadOnlySpan<float> map, int width, int height, float threshold, int most, CancellationToken cancellationToken = default)
    {
        var outlines = new MapOutlines(map, width, height, threshold, cancellationToken);
        var found = new Queue<IReadOnlyList<MapCell>>();
        outlines.Fill(0, Outside, outlines._sides);
        outlines.Take();
        for (int at = 0; at < outlines._cells.Length; at++)
        {
            if (outlines._cells[at] is not (Outside or Inside) || outlines.IsBorder(at))
                continue;
            bool isPart = outlines._cells[at] == Inside;
            outlines.Fill(at, outlines._cells[at], isPart ? outlines._around : outlines._sides);
            if (found.Count == most)
                found.Dequeue();
            found.Enqueue(outlines.Take());
        }

        return found.Reverse();
    }

    private bool IsBorder(int at) => at % _pitch == 0 || at % _pitch == _pitch - 1;

    // Of a part its own cells are noted, of a hole those of the part around it.
    private void Fill(int start, byte kind, int[] neighbours)
    {
        _rows = (int.MaxValue, int.MinValue);
        byte seen = kind == Inside ? (byte)(Inside | Seen) : Seen;
        _cells[start] = seen;
        _left.Push(start);
        while (_left.TryPop(out int at))
        {
            _cancellation.ThrowIfCancellationRequested();
            if (kind == Inside)
                Note(at);
            foreach (int step in neighbours)
            {
                int next = at + step;
                if ((uint)next >= (uint)_cells.Length)
                    continue;
                if (_cells[next] == kind)
                {
                    _cells[next] = seen;
                    _left.Push(next);
                }
                else if (kind == Outside && (_cells[next] & Inside) != 0)
                {
                    Note(next);
                }
            }
        }
    }

    private void Note(int at)
    {
        (int y, int x) = Math.DivRem(at, _pitch);
        _rows = (Math.Min(_rows.First, y), Math.Max(_rows.Last, y));
        (_firsts[y], _lasts[y]) = (Math.Min(_firsts[y], x), Math.Max(_lasts[y], x));
    }

    private List<MapCell> Take()
    {
        List<MapCell> cells = [];
        for (int y = _rows.First; y <= _rows.Last; y++)
        {
            // A hole may have rows between those that are noted.
            if (_firsts[y] == int.MaxValue)
                continue;
            cells.Add(new MapCell(_firsts[y] - 1, y - 1));
            if (_lasts[y] != _firsts[y])
                cells.Add(new MapCell(_lasts[y] - 1, y - 1));
            (_firsts[y], _lasts[y]) = (int.MaxValue, int.MinValue);
        }

        return cells;
    }
}
