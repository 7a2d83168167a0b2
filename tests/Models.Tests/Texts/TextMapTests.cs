using Fovea.Inference;
using Fovea.Models.Texts;

namespace Fovea.Models.Tests.Texts;

/// <summary>Outlines, rectangles and filled polygons are OpenCV 4.6's.</summary>
public sealed class TextMapTests
{
    // fillPoly.
    [Theory]
    [InlineData(
        new[] { 1, 0, 10, 3, 9, 7, 0, 4 }, 11,
        ".##......../.#####...../#########../###########/###########/..########./.....#####./........##.")]
    [InlineData(new[] { 5, 0, 7, 0, 4, 7, 2, 6 }, 10, ".....###../....###.../....###.../...###..../...###..../..###...../..###.....")]
    [InlineData(new[] { -1, 2, 6, -1, 8, 4, 1, 6 }, 8, "....###./..#####./########/########/########/.#####..")]
    public void A_polygon_is_filled_also_where_it_leaves_the_map(int[] corners, int columns, string cells)
    {
        string[] rows = cells.Split('/');
        bool[] filled = FilledPolygon.Of([.. corners.Chunk(2).Select(at => new MapCell(at[0], at[1]))], columns, rows.Length);
        Assert.Equal(rows, filled.Chunk(columns).Select(row => string.Concat(row.Select(inside => inside ? '#' : '.'))));
    }

    // findContours with RETR_LIST, minAreaRect and boxPoints.
    [Theory]
    [InlineData("........../.#######../.#######../.#######../..........", 2, "1,1 7,1 7,3 1,3")]
    [InlineData("....#...../...###..../..#####.../.#######../..#####.../...###..../....#.....", 4.243, "4,0 7,3 4,6 1,3")]
    [InlineData("........../.##......./.####...../...####.../.....####./.......##./..........", 1.342, "1.2,0.6 8.4,4.2 7.8,5.4 0.6,1.8")]
    [InlineData(
        "........./.#######./.#.....#./.#.....#./.#.....#./.#######./.........", 4, "1,1 7,1 7,5 1,5", "1,1 7,1 7,5 1,5")]
    public void Around_each_part_and_each_hole_lies_the_least_rectangle(string cells, double shortSide, params string[] rectangles)
    {
        string[] rows = cells.Split('/');
        float[] map = [.. string.Concat(rows).Select(cell => cell == '#' ? 1f : 0f)];
        LeastRectangle[] found =
        [
            .. MapOutlines.Find(map, rows[0].Length, rows.Length, 0.5f, 10)
                .Select(outline => LeastRectangle.Around(ConvexHull.Of(outline, endsAtFirst: true))!),
        ];
        Assert.Equal(rectangles, found.Select(each => string.Join(' ', each.Corners.Select(Rounded))));
        Assert.All(found, each => Assert.Equal(shortSide, each.Short, 0.001));
    }

    [Fact]
    public void Outlines_are_bounded_from_the_lowest_on()
    {
        float[] map = [1, 0, 1, 0, 0, 0, 1, 0, 1];
        Assert.Equal(
            [[new MapCell(2, 2)], [new MapCell(0, 2)]],
            MapOutlines.Find(map, 3, 3, 0.5f, 2));
        Assert.Equal(4, MapOutlines.Find(map, 3, 3, 0.5f, 10).Count());
    }

    [Fact]
    public void A_map_without_texts_or_numbers_gives_none()
    {
        Assert.Empty(TextMap.Read(new float[64], 8, 8, 0));
        // A line is no text: it is too thin.
        Assert.Empty(TextMap.Read([.. Enumerable.Range(0, 64).Select(i => i / 8 == 3 ? 1f : 0f)], 8, 8, 0));
        Assert.Throws<InferenceException>(() => TextMap.Read([float.NaN], 1, 1, 0));
    }

    private static string Rounded(System.Numerics.Vector2 corner) =>
        FormattableString.Invariant($"{Math.Abs(Math.Round(corner.X, 3))},{Math.Abs(Math.Round(corner.Y, 3))}");
}
