namespace Fovea.Models.Pictures;

/// <summary>
/// Follows the edges between the pixels inside and outside of a mask. Each edge is part of one outline, so that the even-odd rule fills all
/// of them to the mask again. Parts and holes are told by the side on which the pixels lie.
/// </summary>
internal sealed class MaskOutlines
{
    // A pixel inside, and one whose upper edge was followed.
    private const byte Inside = 1, Followed = 2;

    // The steps to the right, down, left and up: the mask lies on the right-hand side of each.
    private static readonly (int X, int Y)[] Steps = [(1, 0), (0, 1), (-1, 0), (0, -1)];

    // The part of the mask that has pixels, with a border of one pixel, down the columns.
    private readonly byte[] _pixels;
    private readonly int _left;
    private readonly int _top;
    private readonly int _pitch;
    private readonly List<(int X, int Y)> _path = [];

    // Where corners at which two pixels meet by a corner alone were met on the path.
    private readonly Dictionary<(int X, int Y), int> _met = [];

    // The largest ones; of equal ones, the first.
    private readonly PriorityQueue<MaskOutline, (long Size, int Order)> _largest = new();
    private readonly int _most;
    private int _count;

    private MaskOutlines(PictureMask mask, (int Left, int Top, int Right, int Bottom) sides, int most)
    {
        _most = most;
        (_left, _top) = (sides.Left, sides.Top);
        _pitch = sides.Bottom - sides.Top + 2;
        _pixels = new byte[_pitch * (sides.Right - sides.Left + 2)];
        foreach ((int x, int top, int bottom) in mask.Columns())
            _pixels.AsSpan(At(x - _left, top - _top), bottom - top).Fill(Inside);
    }

    /// <summary>The outlines of a mask, the largest area first, and how many there are.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="most">How many are given.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (IReadOnlyList<MaskOutline> Largest, int Count) Of(
        PictureMask mask, int most, CancellationToken cancellationToken = default)
    {
        (int left, int top, int right, int bottom) = (mask.Width, mask.Height, 0, 0);
        foreach ((int x, int first, int end) in mask.Columns())
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, first), x + 1, Math.Max(bottom, end));
        if (right == 0)
            return ([], 0);
        var outlines = new MaskOutlines(mask, (left, top, right, bottom), most);
        for (int x = 0; x < right - left; x++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int y = 0; y < bottom - top; y++)
            {
                if (outlines.BeginsAt(x, y))
                    outlines.Follow((x, y));
            }
        }

        return (outlines.Sorted(), outlines._count);
    }

    private bool BeginsAt(int x, int y) => _pixels[At(x, y)] == Inside && !IsInside(x, y - 1);

    // From the upper left corner of a pixel to the right, until that edge comes again.
    private void Follow((int X, int Y) start)
    {
        _path.Clear();
        _path.Add(start);
        _met.Clear();
        _met[start] = 0;
        (int X, int Y) corner = start;
        int direction = 0;
        while (true)
        {
            if (direction == 0)
                _pixels[At(corner.X, corner.Y)] |= Followed;
            corner = (corner.X + Steps[direction].X, corner.Y + Steps[direction].Y);
            int next = NextAt(corner, direction);
            if (corner == start && next == 0)
                break;
            if (IsCrossing(corner))
                Cross(corner);
            else if (next != direction)
                _path.Add(corner);
            direction = next;
        }

        Add(0);
    }

    // The second time, what was followed since the first is an outline of its own.
    private void Cross((int X, int Y) corner)
    {
        if (_met.TryGetValue(corner, out int first) && first < _path.Count && _path[first] == corner)
        {
            Add(first);
            _path.RemoveRange(first + 1, _path.Count - first - 1);
            return;
        }

        _met[corner] = _path.Count;
        _path.Add(corner);
    }

    private void Add(int first)
    {
        long area = 0;
        (int X, int Y) before = _path[^1];
        for (int i = first; i < _path.Count; i++)
        {
            area += ((long)before.X * _path[i].Y) - ((long)_path[i].X * before.Y);
            before = _path[i];
        }

        (long, int) priority = (Math.Abs(area), -_count++);
        if (_largest.Count < _most)
            _largest.Enqueue(new MaskOutline(PointsFrom(first), area), priority);
        else if (_largest.TryPeek(out _, out (long, int) least) && priority.CompareTo(least) > 0)
            _largest.EnqueueDequeue(new MaskOutline(PointsFrom(first), area), priority);
    }

    private int[] PointsFrom(int first)
    {
        int[] points = new int[2 * (_path.Count - first)];
        for (int i = 0; i < points.Length; i += 2)
            (points[i], points[i + 1]) = (_path[first + (i / 2)].X + _left, _path[first + (i / 2)].Y + _top);
        return points;
    }

    private MaskOutline[] Sorted()
    {
        var sorted = new MaskOutline[_largest.Count];
        for (int i = sorted.Length - 1; i >= 0; i--)
            sorted[i] = _largest.Dequeue();
        return sorted;
    }

    // To the right if there is an edge, else straight on, else to the left: pixels that meet by a corner alone are apart.
    private int NextAt((int X, int Y) corner, int direction)
    {
        for (int turn = 1; turn >= -1; turn--)
        {
            int next = (direction + turn + Steps.Length) % Steps.Length;
            (bool left, bool right) = Beside(corner, next);
            if (right && !left)
                return next;
        }

        throw new InvalidOperationException("An edge ends.");
    }

    // Whether the pixels on both sides of the edge that leaves a corner are inside.
    private (bool Left, bool Right) Beside((int X, int Y) corner, int direction)
    {
        (int x, int y) = corner;
        return direction switch
        {
            0 => (IsInside(x, y - 1), IsInside(x, y)),
            1 => (IsInside(x, y), IsInside(x - 1, y)),
            2 => (IsInside(x - 1, y), IsInside(x - 1, y - 1)),
            _ => (IsInside(x - 1, y - 1), IsInside(x, y - 1)),
        };
    }

    private bool IsCrossing((int X, int Y) corner)
    {
        (int x, int y) = corner;
        bool first = IsInside(x, y);
        return first == IsInside(x - 1, y - 1) && first != IsInside(x, y - 1) && first != IsInside(x - 1, y);
    }

    private bool IsInside(int x, int y) => (_pixels[At(x, y)] & Inside) != 0;

    private int At(int x, int y) => ((x + 1) * _pitch) + y + 1;
}
