namespace Fovea.Kernels.Layout;

/// <summary>The static partition of work between the threads of a run.</summary>
internal static class Partition
{
    /// <summary>The half-open range of items of one part; the sizes of parts differ by at most one item.</summary>
    public static (long First, long Last) Of(long items, int part, int parts) => (items * part / parts, items * (part + 1) / parts);
}
