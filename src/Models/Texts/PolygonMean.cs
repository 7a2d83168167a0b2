using System.Numerics;

namespace Fovea.Models.Texts;

/// <summary>The mean of a map inside a polygon (PaddleOCR's <c>box_score_fast</c>, ppocr/postprocess/db_postprocess.py).</summary>
internal static class PolygonMean
{
    /// <summary>The mean of the cells on and inside the polygon, whose corners are cut to whole cells.</summary>
    public static double Of(ReadOnlySpan<float> map, int width, int height, Vector2[] corners)
    {
        int left = Math.Clamp((int)MathF.Floor(corners.Min(c => c.X)), 0, width - 1);
        int right = Math.Clamp((int)MathF.Ceiling(corners.Max(c => c.X)), 0, width - 1);
        int top = Math.Clamp((int)MathF.Floor(corners.Min(c => c.Y)), 0, height - 1);
        int bottom = Math.Clamp((int)MathF.Ceiling(corners.Max(c => c.Y)), 0, height - 1);
        MapCell[] cut = [.. corners.Select(corner => new MapCell((int)(corner.X - left), (int)(corner.Y - top)))];
        (int columns, int rows) = (right - left + 1, bottom - top + 1);
        bool[] isInside = FilledPolygon.Of(cut, columns, rows);
        double sum = 0;
        int count = 0;
        for (int i = 0; i < isInside.Length; i++)
        {
            if (!isInside[i])
                continue;
            (int y, int x) = Math.DivRem(i, columns);
            sum += map[((top + y) * width) + left + x];
            count++;
        }

        return count == 0 ? 0 : sum / count;
    }
}
