namespace Fovea.Models.Pictures;

/// <summary>The part of a line inside a rectangle from (0, 0) on, by Liang and Barsky, 1984.</summary>
internal static class ClippedLine
{
    /// <summary>The ends of the part; null where the line does not meet the rectangle, or is not finite.</summary>
    public static ((float X, float Y) From, (float X, float Y) To)? Of(
        (float X, float Y) from, (float X, float Y) to, float width, float height)
    {
        (float dx, float dy) = (to.X - from.X, to.Y - from.Y);
        if (!float.IsFinite(dx) || !float.IsFinite(dy))
            return null;
        (float first, float last) = (0, 1);
        if (!Cut(-dx, from.X, ref first, ref last) || !Cut(dx, width - from.X, ref first, ref last)
            || !Cut(-dy, from.Y, ref first, ref last) || !Cut(dy, height - from.Y, ref first, ref last))
            return null;
        return ((from.X + (first * dx), from.Y + (first * dy)), (from.X + (last * dx), from.Y + (last * dy)));
    }

    // Keeps the part where step * t is at most the distance.
    private static bool Cut(float step, float distance, ref float first, ref float last)
    {
        if (step == 0)
            return distance >= 0;
        float t = distance / step;
        if (step < 0)
            first = Math.Max(first, t);
        else
            last = Math.Min(last, t);
        return first <= last;
    }
}
