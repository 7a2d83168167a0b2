namespace Fovea.Inference.Graphs;

/// <summary>A frame around the spatial axes of [N, C, ...].</summary>
/// <param name="Begin">Elements before each spatial axis; not negative.</param>
/// <param name="End">Elements behind each spatial axis; not negative.</param>
internal sealed record SpatialPadding(long[] Begin, long[] End)
{
    /// <summary>The number of spatial axes.</summary>
    public int Axes => Begin.Length;
}
