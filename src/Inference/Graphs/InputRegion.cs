namespace Fovea.Inference;

/// <summary>The part of an input of the network that one cell of a layer can depend on.</summary>
/// <param name="Input">The name of the input.</param>
/// <param name="Whole">
/// Along each axis of the input, what all windows span together if the input and all layers went on beyond their borders: it may begin
/// before 0 and end behind the input.
/// </param>
/// <param name="Clipped">Along each axis, the smallest range that has all elements that the cell can depend on; null if there are none.
/// </param>
public sealed record InputRegion(string Input, IReadOnlyList<AxisRange> Whole, IReadOnlyList<AxisRange>? Clipped);

/// <summary>Positions along an axis.</summary>
/// <param name="Begin">The first.</param>
/// <param name="End">The one behind the last.</param>
public readonly record struct AxisRange(long Begin, long End)
{
    private const long Farthest = 1 << 30;

    /// <summary>The number of positions.</summary>
    public long Length => End - Begin;

    // Windows that stride through many layers span far more than any input has: the ends stay where 32 bits count them.
    internal AxisRange Limited() => new(Math.Clamp(Begin, -Farthest, Farthest), Math.Clamp(End, -Farthest, Farthest));

    internal AxisRange Or(AxisRange other) => new(Math.Min(Begin, other.Begin), Math.Max(End, other.End));
}
