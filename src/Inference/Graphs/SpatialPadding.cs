namespace Fovea.Inference.Graphs;

/// <summary>Padding of the spatial axes of [N, C, ...].</summary>
/// <param name="Begin">Elements before each spatial axis; not negative.</param>
/// <param name="End">Elements after each spatial axis; not negative.</param>
internal sealed record SpatialPadding(long[] Begin, long[] End)
{
    /// <summary>The number of spatial axes.</summary>
    public int Axes => Begin.Length;
}
