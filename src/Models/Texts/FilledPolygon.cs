namespace Fovea.Models.Texts;

/// <summary>
/// The cells on and inside a polygon, as OpenCV 4.6's <c>fillPoly</c> fills them (modules/imgproc/src/drawing.cpp): its sides as lines, and
/// what lies between them.
/// </summary>
internal static class FilledPolygon
{
    // Crossings of rows are computed with so many binary places.
    private const int Places = 16;

    private const long AlmostOne = (1 << Places) - 1;

    /// <summary>The cells of a map of that size, row by row.</summary>
    public static bool[] Of(MapCell[] corners, int columns, int rows)
    {
        bool[] cells = new bool[columns * rows];
        List<PolygonSide> sides = [];
        for (int i = 0; i < corners.Length; i++)
        {
            (MapCell from, MapCell to) = (corners[(i + corners.Length - 1) % corners.Length], corners[i]);
            (MapCell First, MapCell Second)? seen = ClippedSide.Of(from, to, columns, rows);
            if (seen is var (first, second))
                DrawLine(cells, columns, first, second);
            if (from.Y != to.Y)
                sides.Add(PolygonSide.Of(from, to, seen));
        }

        for (int y = 0; y < rows; y++)
            FillRow(cells.AsSpan(y * columns, columns), y, sides);
        return cells;
    }

    private static void FillRow(Span<bool> row, int y, List<PolygonSide> sides)
    {
        Span<long> crossings = stackalloc long[sides.Count];
        int count = 0;
        foreach (PolygonSide side in sides)
        {
            if (y >= side.First && y < side.End)
                crossings[count++] = side.Start + ((y - side.First) * side.Slope);
        }

        crossings = crossings[..count];
        crossings.Sort();
        for (int i = 0; i + 1 < count; i += 2)
        {
            int first = (int)Math.Max(0, (crossings[i] + AlmostOne) >> Places);
            int last = (int)Math.Min(row.Length - 1, crossings[i + 1] >> Places);
            if (first <= last)
                row[first..(last + 1)].Fill(true);
        }
    }

    // Bresenham, "Algorithm for computer control of a digital plotter", 1965; from the left to the right.
    private static void DrawLine(bool[] cells, int columns, MapCell from, MapCell to)
    {
        if (to.X < from.X)
            (from, to) = (to, from);
        (int across, int down) = (to.X - from.X, Math.Abs(to.Y - from.Y));
        int turn = to.Y < from.Y ? -1 : 1;
        (int longer, int shorter) = across >= down ? (across, down) : (down, across);
        int error = longer - (2 * shorter);
        (int x, int y) = (from.X, from.Y);
        for (int i = 0; i <= longer; i++)
        {
            cells[(y * columns) + x] = true;
            bool steps = error < 0;
            error += (steps ? 2 * longer : 0) - (2 * shorter);
            if (across >= down)
                (x, y) = (x + 1, steps ? y + turn : y);
            else
                (x, y) = (steps ? x + 1 : x, y + turn);
        }
    }

    // The rows that a side crosses; where it does so in the first, and how far that moves with each row.
    private readonly record struct PolygonSide(int First, int End, long Start, long Slope)
    {
        // The part that is seen tells the slope, where a side leaves the map.
        public static PolygonSide Of(MapCell from, MapCell to, (MapCell First, MapCell Second)? seen)
        {
            (MapCell first, MapCell second) = seen is { } part && part.First.Y != part.Second.Y ? part : (from, to);
            long slope = (((long)second.X - first.X) << Places) / (second.Y - first.Y);
            (MapCell upper, MapCell lower, MapCell known) = from.Y < to.Y ? (from, to, first) : (to, from, second);
            return new PolygonSide(upper.Y, lower.Y, ((long)known.X << Places) + ((upper.Y - known.Y) * slope), slope);
        }
    }
}
