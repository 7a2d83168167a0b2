namespace Fovea.Inference.Tensors;

/// <summary>
/// The data of a constant: in memory, in a file, or computed from other constants when it is read. Has value equality: equal instances have
/// the same elements. Thread-safe.
/// </summary>
/// <param name="ElementType">The element type.</param>
/// <param name="Shape">The extents, outermost first.</param>
internal abstract record ConstantData(ElementType ElementType, Shape Shape)
{
    /// <summary>The number of bytes of all elements.</summary>
    public long ByteLength => checked(Shape.ElementCount * ElementType.SizeInBytes());

    /// <summary>
    /// Whether the constant was computed for one set of shapes or in one run, so that its packed form belongs to one plan. Constants of the
    /// file, and those derived only from them, are packed once for all plans of the model.
    /// </summary>
    public virtual bool IsPlanSpecific => false;

    /// <summary>The elements, if they are in memory; null if they must be read.</summary>
    public virtual Tensor? InMemory => null;

    /// <summary>Reads some of the elements' bytes (little endian, row-major).</summary>
    /// <param name="offset">The offset of the first byte to read; a multiple of the element size.</param>
    /// <param name="destination">Receives the bytes; its length is a multiple of the element size.</param>
    /// <exception cref="InvalidModelException">The file was changed since it was opened.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public abstract void Read(long offset, Span<byte> destination);

    /// <summary>Returns all elements: the tensor in memory if there is one, else a new one.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public Tensor ReadAll()
    {
        if (InMemory is { } held)
            return held;
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)ByteLength));
        Read(0, bytes);
        return new Tensor(ElementType, Shape, bytes);
    }

    /// <summary>The same elements under another shape with the same element count.</summary>
    public virtual ConstantData Reshape(Shape shape) => this with { Shape = shape };

    /// <summary>The same constant as one of a plan: its shape, for example, may follow from those of the inputs.</summary>
    public virtual ConstantData ForPlan() => IsPlanSpecific ? this : new PlanConstant(this);

    /// <summary>Element type and shape: <c>Float32[1,3,224,224]</c>.</summary>
    public sealed override string ToString() => $"{ElementType}{Shape}";
}
