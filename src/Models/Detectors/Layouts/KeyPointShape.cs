using System.Globalization;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>How Ultralytics' pose networks write key points.</summary>
/// <param name="Count">The number of points of a box.</param>
/// <param name="Numbers">2: column and row, in pixels of the input; 3: and how visible the point is.</param>
internal readonly record struct KeyPointShape(int Count, int Numbers)
{
    private const int MostPoints = 1000;

    // COCO's persons.
    private static readonly KeyPointShape Persons = new(17, 3);

    /// <summary>The numbers of a box.</summary>
    public int Columns => Count * Numbers;

    /// <summary>
    /// Reads <c>kpt_shape</c>, such as <c>[17, 3]</c>; that of COCO's persons where it is not written; null where it is invalid.
    /// </summary>
    public static KeyPointShape? Of(DetectorGraph graph)
    {
        if (!graph.Metadata.TryGetValue("kpt_shape", out string? text))
            return Persons;
        return text.Trim('[', ']', '(', ')', ' ').Split(',', StringSplitOptions.TrimEntries) is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is > 0 and <= MostPoints
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int numbers) && numbers is 2 or 3
                ? new KeyPointShape(count, numbers)
                : null;
    }

    /// <summary>The points of a box.</summary>
    /// <param name="numbers">Its numbers.</param>
    public BoxPoint[] Read(ReadOnlySpan<float> numbers)
    {
        var points = new BoxPoint[Count];
        for (int i = 0; i < points.Length; i++)
        {
            ReadOnlySpan<float> point = numbers.Slice(i * Numbers, Numbers);
            points[i] = new BoxPoint(point[0], point[1], Numbers > 2 ? point[2] : null);
        }

        return points;
    }
}
