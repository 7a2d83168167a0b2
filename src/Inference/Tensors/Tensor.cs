using System.Runtime.InteropServices;
using Fovea.Inference.Operators;
using Fovea.Inference.Tensors;

namespace Fovea.Inference;

/// <summary>A dense tensor in row-major order (the last dimension is contiguous): an element type, a shape and its bytes.</summary>
public sealed class Tensor
{
    private readonly Memory<byte> _bytes;
    private readonly ByteSource? _source;

    /// <summary>Wraps memory as a tensor, without a copy.</summary>
    /// <exception cref="ArgumentException">The memory's length is not the shape's element count times the element size.</exception>
    public Tensor(ElementType elementType, Shape shape, Memory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(shape);
        long expected = checked(shape.ElementCount * elementType.SizeInBytes());
        if (bytes.Length != expected)
            throw new ArgumentException($"A {elementType} tensor of shape {shape} takes {expected} bytes, not {bytes.Length}.", nameof(bytes));
        ElementType = elementType;
        Shape = shape;
        _bytes = bytes;
    }

    /// <summary>Creates a tensor of zeros.</summary>
    public Tensor(ElementType elementType, Shape shape)
        : this(elementType, shape, new byte[checked(shape.ElementCount * elementType.SizeInBytes())])
    {
    }

    /// <summary>A tensor whose bytes stay in their source; <see cref="Bytes"/> reads them anew each time.</summary>
    internal Tensor(ElementType elementType, Shape shape, ByteSource source)
    {
        long expected = checked(shape.ElementCount * elementType.SizeInBytes());
        if (source.Length != expected)
            throw new ArgumentException($"A {elementType} tensor of shape {shape} takes {expected} bytes, not {source.Length}.", nameof(source));
        (ElementType, Shape, _source) = (elementType, shape, source);
    }

    /// <summary>What each element is.</summary>
    public ElementType ElementType { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The elements' bytes, little endian, row-major.</summary>
    public Memory<byte> Bytes => _source is null ? _bytes : ReadAll(_source);

    /// <summary>The number of bytes.</summary>
    internal long ByteLength => _source?.Length ?? _bytes.Length;

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
    internal Tensor Reshape(Shape shape) => _source is null ? new Tensor(ElementType, shape, _bytes) : new Tensor(ElementType, shape, _source);

    /// <summary>Copies some of the bytes.</summary>
    internal void Read(long offset, Span<byte> destination)
    {
        if (_source is null)
            _bytes.Span.Slice(checked((int)offset), destination.Length).CopyTo(destination);
        else
            _source.Read(offset, destination);
    }

    /// <summary>Element type and shape: <c>Float32[1,3,224,224]</c>.</summary>
    public override string ToString() => $"{ElementType}{Shape}";

    private static byte[] ReadAll(ByteSource source)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)source.Length));
        source.Read(0, bytes);
        return bytes;
    }
}
