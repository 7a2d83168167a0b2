namespace Fovea.Models.Texts;

/// <summary>Convex hulls of cells (Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979).</summary>
internal static class ConvexHull
{
    /// <summary>
    /// The corners of the hull, none of them between two others, turning from the columns to the rows.
    /// </summary>
    /// <param name="cells">The cells.</param>
    /// <param name="endsAtFirst">
    /// Whether the first of the cells that is a corner is the last one, else the first: OpenCV's <c>convexHull</c> has the corners in the
    /// order of the cells, or turned around.
    /// </param>
    public static MapCell[] Of(IReadOnlyList<MapCell> cells, bool endsAtFirst)
    {
        MapCell[] sorted = [.. cells.Distinct().OrderBy(cell => cell.X).ThenBy(cell => cell.Y)];
        if (sorted.Length < 3)
            return sorted;
        var hull = new List<MapCell>();
        Add(hull, sorted, 0);
        Array.Reverse(sorted);
        Add(hull, sorted, hull.Count);
        if (hull.Count == 0)
            return [];
        int start = hull.IndexOf(cells.First(hull.Contains)) + (endsAtFirst ? 1 : 0);
        return [.. hull[start..], .. hull[..start]];
    }

    // One side, without its last corner, which is the first of the other side.
    private static void Add(List<MapCell> hull, MapCell[] sorted, int start)
    {
        foreach (MapCell cell in sorted)
        {
            while (hull.Count >= start + 2 && Turn(hull[^2], hull[^1], cell) <= 0)
                hull.RemoveAt(hull.Count - 1);
            hull.Add(cell);
        }

        hull.RemoveAt(hull.Count - 1);
    }

    private static long Turn(MapCell a, MapCell b, MapCell c) =>
        ((long)(b.X - a.X) * (c.Y - a.Y)) - ((long)(b.Y - a.Y) * (c.X - a.X));
}
