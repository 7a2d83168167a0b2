using Fovea.Inference.Operators;

namespace Fovea.Inference.Tensors;

/// <summary>
/// The data of a constant, wherever its elements lie: held in memory, in a file, or computed from other constants while they are read.
/// A value: two that are equal have the same elements. Thread-safe.
/// </summary>
/// <param name="ElementType">What each element is.</param>
/// <param name="Shape">The extents, outermost first.</param>
internal abstract record ConstantData(ElementType ElementType, Shape Shape)
{
    /// <summary>The number of bytes of all elements.</summary>
    public long ByteLength => checked(Shape.ElementCount * ElementType.SizeInBytes());

    /// <summary>
    /// Whether it was computed for one set of shapes, or found in one run: what is packed of it goes with the plan. What the file holds,
    /// and what follows from that alone, is packed once for all plans of the model.
    /// </summary>
    public virtual bool IsPlanSpecific => false;

    /// <summary>The elements, where they are held in memory; null where they would have to be read.</summary>
    public virtual Tensor? InMemory => null;

    /// <summary>Reads some of the elements' bytes (little endian, row-major), from a file where they lie in one.</summary>
    /// <param name="offset">The first byte; the first of an element.</param>
    /// <param name="destination">Takes whole elements.</param>
    /// <exception cref="InvalidModelException">The bytes are no longer there: the file was written into since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Reads all elements; the tensor that holds them where one does.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public Tensor ReadAll()
    {
        if (InMemory is { } held)
            return held;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)ByteLength));
        Read(0, bytes);
        return new Tensor(ElementType, Shape, bytes);
    }

    /// <summary>The same elements under another shape of as many.</summary>
    public virtual ConstantData Reshape(Shape shape) => this with { Shape = shape };

    /// <summary>Element type and shape: <c>Float32[1,3,224,224]</c>.</summary>
    public sealed override string ToString() => $"{ElementType}{Shape}";
}
