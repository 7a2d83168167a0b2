namespace Fovea.Kernels.Layout;

/// <summary>The static split of work between the workers of a run.</summary>
internal static class Partition
{
    /// <summary>The half-open range of items that belongs to one part: ranges differ by at most one item.</summary>
    public static (long First, long Last) Of(long items, int part, int parts) => (items * part / parts, items * (part + 1) / parts);
}
