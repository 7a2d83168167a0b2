namespace Fovea.Models.Texts;

/// <summary>The part of a polygon's side that is in a map, cut to whole cells as OpenCV's <c>clipLine</c> does it.</summary>
internal static class ClippedSide
{
    private const int Left = 1, Right = 2, Above = 4, Below = 8;

    /// <summary>The ends of the part; null where nothing of it is in the map.</summary>
    public static (MapCell First, MapCell Second)? Of(MapCell a, MapCell b, int columns, int rows)
    {
        a = InRows(a, b, columns, rows);
        b = (Beyond(a, columns, rows) & Beyond(b, columns, rows)) == 0 ? InRows(b, a, columns, rows) : b;
        if ((Beyond(a, columns, rows) & Beyond(b, columns, rows)) != 0)
            return null;
        a = InColumns(a, b, columns, rows);
        b = InColumns(b, a, columns, rows);
        return (Beyond(a, columns, rows) | Beyond(b, columns, rows)) == 0 ? (a, b) : null;
    }

    private static int Beyond(MapCell cell, int columns, int rows) =>
        (cell.X < 0 ? Left : cell.X >= columns ? Right : 0) | (cell.Y < 0 ? Above : cell.Y >= rows ? Below : 0);

    private static MapCell InRows(MapCell end, MapCell other, int columns, int rows)
    {
        int beyond = Beyond(end, columns, rows);
        if ((beyond & (Above | Below)) == 0 || (beyond & Beyond(other, columns, rows)) != 0)
            return end;
        int row = (beyond & Above) != 0 ? 0 : rows - 1;
        return new MapCell(end.X + (int)((double)(row - end.Y) * (other.X - end.X) / (other.Y - end.Y)), row);
    }

    private static MapCell InColumns(MapCell end, MapCell other, int columns, int rows)
    {
        int beyond = Beyond(end, columns, rows) & (Left | Right);
        if (beyond == 0)
            return end;
        int column = beyond == Left ? 0 : columns - 1;
        return new MapCell(column, end.Y + (int)((double)(column - end.X) * (other.Y - end.Y) / (other.X - end.X)));
    }
}
