namespace Fovea.Inference.Weights;

/// <summary>
/// How a constant is laid out for a kernel: order, padding and element type. Has value equality: equal packings write the same bytes for
/// the same source, so that a model stores them once. Used for constants while a plan is compiled, and for computed values in a run.
/// </summary>
internal abstract record Packing
{
    /// <summary>The type of the packed elements.</summary>
    public abstract ElementType ElementType { get; }

    /// <summary>The number of packed elements, padding included.</summary>
    public abstract long Elements { get; }

    /// <summary>The bytes of the packed elements.</summary>
    public long Bytes => checked(Elements * ElementType.SizeInBytes());

    /// <summary>The number of independent parts, which together write every byte.</summary>
    public virtual int Parts => 1;

    /// <summary>Writes one part. Allocates nothing on the managed heap.</summary>
    /// <param name="source">The source; unused if the packing needs none.</param>
    /// <param name="part">The index of the part, from 0 to <see cref="Parts"/> - 1.</param>
    /// <param name="target">The memory for all parts: <see cref="Bytes"/> bytes with undefined contents.</param>
    public abstract unsafe void Pack(in PackingSource source, int part, void* target);
}
