using System.Runtime.InteropServices;

namespace Fovea.Inference;

/// <summary>
/// The elements of a tensor in memory that belongs to somebody else: dense, in row-major order. Whoever is given one says how long it is
/// valid.
/// </summary>
public readonly ref struct TensorView
{
    internal TensorView(ElementType elementType, Shape shape, ReadOnlySpan<byte> bytes)
    {
        ElementType = elementType;
        Shape = shape;
        Bytes = bytes;
    }

    /// <summary>The element type.</summary>
    public ElementType ElementType { get; }

    /// <summary>The extents, outermost first.</summary>
    public Shape Shape { get; }

    /// <summary>The elements' bytes, little endian.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The elements as a span.</summary>
    /// <exception cref="InvalidOperationException">The elements have another type.</exception>
    public ReadOnlySpan<T> Span<T>() where T : unmanaged
    {
        if (ElementTypes.Of<T>() != ElementType)
            throw new InvalidOperationException($"The elements are {ElementType}, not {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(Bytes);
    }

    /// <summary>A tensor with a copy of the elements.</summary>
    public Tensor ToTensor() => new(ElementType, Shape, Bytes.ToArray());
}

/// <summary>Is shown the value of a layer during a run.</summary>
/// <param name="layer">The layer's name, as it was asked for.</param>
/// <param name="value">The layer's value, valid until the call returns.</param>
public delegate void LayerObserver(string layer, TensorView value);
