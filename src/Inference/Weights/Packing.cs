namespace Fovea.Inference.Weights;

/// <summary>
/// How a constant is laid out for a kernel: the order, the padding, the element type. A value: packings that are equal write the same bytes
/// for the same source, so that a model holds them once. It packs constants while a plan is compiled, and can pack what a run has computed.
/// </summary>
internal abstract record Packing
{
    /// <summary>What the packed elements are.</summary>
    public abstract ElementType ElementType { get; }

    /// <summary>The number of packed elements, padding included.</summary>
    public abstract long Elements { get; }

    /// <summary>The bytes of the packed elements.</summary>
    public long Bytes => checked(Elements * ElementType.SizeInBytes());

    /// <summary>Parts that do not depend on each other; together they write every byte.</summary>
    public virtual int Parts => 1;

    /// <summary>Writes one part. Allocates nothing on the managed heap.</summary>
    /// <param name="source">What is packed; nothing where the packing says all.</param>
    /// <param name="part">Which part, from 0 to <see cref="Parts"/>.</param>
    /// <param name="target">The memory of the whole: <see cref="Bytes"/> bytes, whose contents are not defined before.</param>
    public abstract unsafe void Pack(in PackingSource source, int part, void* target);
}
