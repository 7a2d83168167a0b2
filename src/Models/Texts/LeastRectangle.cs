using System.Numerics;

namespace Fovea.Models.Texts;

/// <summary>The rectangle of the least area around cells.</summary>
/// <param name="Corners">Its corners: the upper left, the upper right, the lower right, the lower left one.</param>
/// <param name="Short">The shorter side.</param>
internal sealed record LeastRectangle(Vector2[] Corners, float Short)
{
    private const float Half = 0.5f;

    /// <summary>
    /// Turns a rectangle around the hull, so that one side lies on an edge after the other (Toussaint, "Solving geometric problems with the
    /// rotating calipers", 1983), in the arithmetic of OpenCV's <c>minAreaRect</c>; of equal ones, the last.
    /// </summary>
    /// <param name="hull">The corners of a convex hull, turning from the columns to the rows.</param>
    /// <returns>Null where the hull has no area.</returns>
    public static LeastRectangle? Around(MapCell[] hull)
    {
        int count = hull.Length;
        if (count < 3)
            return null;
        Vector2[] points = [.. hull.Select(cell => new Vector2(cell.X, cell.Y))];
        Vector2[] edges = [.. points.Select((point, i) => points[(i + 1) % count] - point)];
        // The corners that touch the rectangle's sides: the uppermost, the rightmost, the lowest, the leftmost.
        int[] touching = [Best(points, p => -p.Y), Best(points, p => p.X), Best(points, p => p.Y), Best(points, p => -p.X)];
        (float Area, Vector2 Side, float Width, float Height, int Left, int Top) least = (float.MaxValue, default, 0, 0, 0, 0);
        for (int k = 0; k < count; k++)
        {
            int next = 0;
            for (int i = 1; i < 4; i++)
            {
                if (IsRight(Turned(edges[touching[i]], i), Turned(edges[touching[next]], next)))
                    next = i;
            }

            Vector2 edge = edges[touching[next]];
            float inverse = (float)(1 / Math.Sqrt(((double)edge.X * edge.X) + ((double)edge.Y * edge.Y)));
            Vector2 side = Turned(edge * inverse, next);
            touching[next] = (touching[next] + 1) % count;
            Vector2 across = points[touching[1]] - points[touching[3]], down = points[touching[2]] - points[touching[0]];
            float width = (across.X * side.X) + (across.Y * side.Y), height = (-down.X * side.Y) + (down.Y * side.X);
            if (width * height <= least.Area)
                least = (width * height, side, width, height, touching[3], touching[0]);
        }

        return Of(points[least.Left], points[least.Top], least.Side, least.Width, least.Height);
    }

    private static LeastRectangle Of(Vector2 left, Vector2 top, Vector2 side, float width, float height)
    {
        float first = (side.X * left.X) + (left.Y * side.Y), second = (-side.Y * top.X) + (top.Y * side.X);
        float inverse = 1f / ((side.X * side.X) - (-side.Y * side.Y));
        var corner = new Vector2(((first * side.X) - (second * side.Y)) * inverse, ((side.X * second) - (-side.Y * first)) * inverse);
        Vector2 across = new(side.X * width, side.Y * width), down = new(-side.Y * height, side.X * height);
        Vector2 centre = corner + ((across + down) * Half);
        (float wide, float high) = (Length(across), Length(down));
        double angle = (float)((float)Math.Atan2(across.Y, across.X) * 180 / Math.PI) * Math.PI / 180;
        (float cos, float sin) = ((float)Math.Cos(angle) * Half, (float)Math.Sin(angle) * Half);
        Vector2 a = new(centre.X - (sin * high) - (cos * wide), centre.Y + (cos * high) - (sin * wide));
        Vector2 b = new(centre.X + (sin * high) - (cos * wide), centre.Y - (cos * high) - (sin * wide));
        return new LeastRectangle(Ordered([a, b, (2 * centre) - a, (2 * centre) - b]), Math.Min(wide, high));
    }

    // PaddleOCR's get_mini_boxes.
    private static Vector2[] Ordered(Vector2[] corners)
    {
        Vector2[] sorted = [.. corners.OrderBy(corner => corner.X)];
        (Vector2 upperLeft, Vector2 lowerLeft) = sorted[1].Y > sorted[0].Y ? (sorted[0], sorted[1]) : (sorted[1], sorted[0]);
        (Vector2 upperRight, Vector2 lowerRight) = sorted[3].Y > sorted[2].Y ? (sorted[2], sorted[3]) : (sorted[3], sorted[2]);
        return [upperLeft, upperRight, lowerRight, lowerLeft];
    }

    private static float Length(Vector2 side) => (float)Math.Sqrt(((double)side.X * side.X) + ((double)side.Y * side.Y));

    // An edge at one of the sides, as if it were at the first.
    private static Vector2 Turned(Vector2 edge, int side) => side switch
    {
        1 => new Vector2(edge.Y, -edge.X),
        2 => -edge,
        3 => new Vector2(-edge.Y, edge.X),
        _ => edge,
    };

    private static bool IsRight(Vector2 a, Vector2 b) => (a.Y * b.X) - (a.X * b.Y) < 0;

    private static int Best(Vector2[] points, Func<Vector2, float> value)
    {
        int best = 0;
        for (int i = 1; i < points.Length; i++)
        {
            if (value(points[i]) > value(points[best]))
                best = i;
        }

        return best;
    }
}
