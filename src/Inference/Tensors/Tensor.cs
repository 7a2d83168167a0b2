using System.Runtime.InteropServices;

namespace Fovea.Inference;

/// <summary>
/// A dense tensor in row-major order (the last dimension is contiguous): an element type, a shape and the bytes of its elements.
/// </summary>
public sealed partial class Tensor
{
    /// <summary>Wraps memory as a tensor, without a copy.</summary>
    /// <exception cref="ArgumentException">The memory's length is not the shape's element count times the element size.</exception>
    public Tensor(ElementType elementType, Shape shape, Memory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        long expected = checked(shape.ElementCount * elementType.SizeInBytes());
        if (bytes.Length != expected)
            throw new ArgumentException(
                $"A {elementType} tensor of shape {shape} takes {expected} bytes, not {bytes.Length}.", nameof(bytes));
        ElementType = elementType;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>Creates a tensor of zeros.</summary>
    public Tensor(ElementType elementType, Shape shape)
        : this(elementType, shape, new byte[checked(shape.ElementCount * elementType.SizeInBytes())])
    {
    }

    /// <summary>The element type.</summary>
    public ElementType ElementType { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The elements' bytes, little endian, row-major.</summary>
    public Memory<byte> Bytes { get; }

    /// <summary>The elements as a span.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds another element type.</exception>
    public Span<T> Span<T>() where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType)
            throw new InvalidOperationException($"The tensor holds {ElementType}, not {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(Bytes.Span);
    }

    /// <summary>Creates a tensor that holds a copy of the given elements.</summary>
    /// <exception cref="ArgumentException">The number of elements is not the shape's.</exception>
    public static Tensor From<T>(Shape shape, ReadOnlySpan<T> elements) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(shape);
        return new Tensor(ElementTypes.Of<T>(), shape, MemoryMarshal.AsBytes(elements).ToArray());
    }

    /// <summary>The same elements with another shape, without a copy.</summary>
    internal Tensor Reshape(Shape shape) => new(ElementType, shape, Bytes);

    /// <summary>Element type and shape: <c>Float32[1,3,224,224]</c>.</summary>
    public override string ToString() => $"{ElementType}{Shape}";
}
