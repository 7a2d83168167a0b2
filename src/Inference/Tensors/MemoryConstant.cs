namespace Fovea.Inference.Tensors;

/// <summary>A constant in memory. Two are equal if they share the same memory; small ones also if their elements are equal.</summary>
internal sealed record MemoryConstant : ConstantData
{
    // Small constants, such as shapes, are computed again for each plan: comparing elements lets plans share them.
    private const int ComparedBytes = 64;

    /// <param name="tensor">The elements, which must not change.</param>
    public MemoryConstant(Tensor tensor)
        : base(tensor.ElementType, tensor.Shape) => InMemory = tensor;

    /// <param name="tensor">The elements, which must not change.</param>
    /// <param name="isPlanSpecific">Whether they were computed for one plan.</param>
    public MemoryConstant(Tensor tensor, bool isPlanSpecific) : this(tensor) => IsPlanSpecific = isPlanSpecific;

    public override Tensor InMemory { get; }

    public override bool IsPlanSpecific { get; }

    /// <summary>Creates a constant from a copy of the given elements.</summary>
    public static MemoryConstant From<T>(Shape shape, ReadOnlySpan<T> elements) where T : unmanaged => new(Tensor.From(shape, elements));

    public override void Read(long offset, Span<byte> destination) =>
        InMemory.Bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);

    public override ConstantData Reshape(Shape shape) => new MemoryConstant(InMemory.Reshape(shape), IsPlanSpecific);

    public override ConstantData ForPlan() => IsPlanSpecific ? this : new MemoryConstant(InMemory, isPlanSpecific: true);

    public bool Equals(MemoryConstant? other) =>
        other is not null && ElementType == other.ElementType && Shape.Equals(other.Shape) &&
        (
            InMemory.Bytes.Equals(other.InMemory.Bytes)
            || (ByteLength <= ComparedBytes && InMemory.Bytes.Span.SequenceEqual(other.InMemory.Bytes.Span)));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ElementType);
        hash.Add(Shape);
        if (ByteLength <= ComparedBytes)
            hash.AddBytes(InMemory.Bytes.Span);
        else
            hash.Add(InMemory.Bytes);
        return hash.ToHashCode();
    }
}
