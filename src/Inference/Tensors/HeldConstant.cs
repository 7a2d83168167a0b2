using Fovea.Inference.Operators;

namespace Fovea.Inference.Tensors;

/// <summary>A constant that is held in memory. Equal to another over the same memory; small ones also to those of equal elements.</summary>
internal sealed record HeldConstant : ConstantData
{
    // Numbers and shapes that are computed anew for each plan are the same constants if they are equal.
    private const int ComparedBytes = 64;

    /// <param name="tensor">The elements, which must not change.</param>
    public HeldConstant(Tensor tensor)
        : base(tensor.ElementType, tensor.Shape) => Held = tensor;

    /// <param name="tensor">The elements, which must not change.</param>
    /// <param name="isOfPlan">Whether they were computed for one plan.</param>
    public HeldConstant(Tensor tensor, bool isOfPlan) : this(tensor) => IsOfPlan = isOfPlan;

    public override Tensor Held { get; }

    public override bool IsOfPlan { get; }

    /// <summary>A constant that holds a copy of the given elements.</summary>
    public static HeldConstant From<T>(Shape shape, ReadOnlySpan<T> elements) where T : unmanaged => new(Tensor.From(shape, elements));

    public override void Read(long offset, Span<byte> destination) => Held.Bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);

    public override ConstantData Reshape(Shape shape) => new HeldConstant(Held.Reshape(shape), IsOfPlan);

    public bool Equals(HeldConstant? other) =>
        other is not null && ElementType == other.ElementType && Shape.Equals(other.Shape) &&
        (Held.Bytes.Equals(other.Held.Bytes) || (ByteLength <= ComparedBytes && Held.Bytes.Span.SequenceEqual(other.Held.Bytes.Span)));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ElementType);
        hash.Add(Shape);
        if (ByteLength <= ComparedBytes)
            hash.AddBytes(Held.Bytes.Span);
        else
            hash.Add(Held.Bytes);
        return hash.ToHashCode();
    }
}
