using System.Numerics;

namespace Fovea.Models.Texts;

/// <summary>
/// Widens a convex polygon by a distance, with round corners, as PaddleOCR's <c>unclip</c> does (ppocr/postprocess/db_postprocess.py;
/// Liao et al., "Real-time Scene Text Detection with Differentiable Binarization", AAAI 2020): the map is of texts made smaller.
/// </summary>
internal static class PolygonOffset
{
    // How far an arc's steps may lie from its circle.
    private const double ArcTolerance = 0.25;

    /// <summary>
    /// The outline on whole numbers at the distance area * ratio / perimeter around the corners, which are cut to whole numbers.
    /// </summary>
    public static IReadOnlyList<MapCell> Widen(Vector2[] corners, double ratio)
    {
        int count = corners.Length;
        double area = 0, perimeter = 0;
        for (int i = 0; i < count; i++)
        {
            (Vector2 a, Vector2 b) = (corners[i], corners[(i + 1) % count]);
            area += ((double)a.X * b.Y) - ((double)a.Y * b.X);
            perimeter += Length((double)a.X - b.X, (double)a.Y - b.Y);
        }

        double distance = Math.Abs(area) / 2 * ratio / perimeter;
        (double X, double Y)[] whole = [.. corners.Select(corner => (Math.Truncate((double)corner.X), Math.Truncate((double)corner.Y)))];
        (double X, double Y)[] normals = Normals(whole);
        double step = Math.Acos(1 - (Math.Min(ArcTolerance, distance) / distance)) * 2;
        List<MapCell> outline = [];
        for (int i = 0; i < count; i++)
        {
            (double X, double Y) before = normals[(i + count - 1) % count], after = normals[i];
            double start = Math.Atan2(before.Y, before.X);
            double turn = Math.Atan2(Cross(before, after), (before.X * after.X) + (before.Y * after.Y));
            int steps = Math.Max(1, (int)Math.Ceiling(Math.Abs(turn) / step));
            for (int k = 0; k <= steps; k++)
            {
                double angle = start + (k == steps ? turn : k * (turn / steps));
                (double x, double y) = (whole[i].X + (distance * Math.Cos(angle)), whole[i].Y + (distance * Math.Sin(angle)));
                outline.Add(new MapCell((int)Math.Round(x), (int)Math.Round(y)));
            }
        }

        return outline;
    }

    // Of unit length, and outwards.
    private static (double X, double Y)[] Normals((double X, double Y)[] corners)
    {
        int count = corners.Length;
        var edges = new (double X, double Y)[count];
        for (int i = 0; i < count; i++)
            edges[i] = (corners[(i + 1) % count].X - corners[i].X, corners[(i + 1) % count].Y - corners[i].Y);
        double sign = Cross(edges[0], edges[1]) < 0 ? -1 : 1;
        for (int i = 0; i < count; i++)
        {
            double length = Length(edges[i].X, edges[i].Y) * sign;
            edges[i] = (edges[i].Y / length, -edges[i].X / length);
        }

        return edges;
    }

    private static double Cross((double X, double Y) a, (double X, double Y) b) => (a.X * b.Y) - (a.Y * b.X);

    private static double Length(double x, double y) => Math.Sqrt((x * x) + (y * y));
}
