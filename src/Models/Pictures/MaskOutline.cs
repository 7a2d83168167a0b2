namespace Fovea.Models.Pictures;

/// <summary>A closed outline along the edges of pixels, none of whose corners it meets twice.</summary>
/// <param name="Points">Its corners: column, row, column, row and so on, in pixels from the upper left corner of the picture.</param>
/// <param name="DoubleArea">Twice the area inside; negative around a hole.</param>
internal readonly record struct MaskOutline(IReadOnlyList<int> Points, long DoubleArea)
{
    /// <summary>Whether it lies around a hole, not around a part.</summary>
    public bool IsHole => DoubleArea < 0;
}
