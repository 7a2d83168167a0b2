using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// The source of a packing: a constant, whose elements are read into a buffer, or memory that a run has written, which is read in place.
/// </summary>
internal readonly unsafe struct PackingSource
{
    private readonly ConstantData? _constant;
    private readonly PackingBuffer? _buffer;
    private readonly byte* _memory;
    private readonly ElementType _type;

    /// <summary>A source that reads a constant.</summary>
    /// <param name="constant">The constant.</param>
    /// <param name="buffer">The buffer of the packing thread.</param>
    public PackingSource(ConstantData constant, PackingBuffer buffer)
    {
        _constant = constant;
        _buffer = buffer;
        _type = constant.ElementType;
    }

    /// <summary>A source that reads elements in plain order from memory.</summary>
    public PackingSource(void* memory, ElementType type)
    {
        _memory = (byte*)memory;
        _type = type;
    }

    /// <summary>Contiguous elements; valid until the next call.</summary>
    public T* Elements<T>(long first, long count) where T : unmanaged => StridedRuns<T>(first, count, 1, count, out _);

    /// <summary>Evenly spaced runs of contiguous elements; valid until the next call.</summary>
    /// <param name="first">The first element of the first run.</param>
    /// <param name="runStride">Elements from one run to the next in the source.</param>
    /// <param name="runs">The number of runs.</param>
    /// <param name="length">Elements per run.</param>
    /// <param name="stride">Elements from one run to the next at the returned address.</param>
    /// <exception cref="InvalidOperationException">The elements are not of type <typeparamref name="T"/>.</exception>
    public T* StridedRuns<T>(long first, long runStride, int runs, long length, out long stride) where T : unmanaged
    {
        if (_type != ElementTypes.Of<T>())
            throw new InvalidOperationException($"A packing reads {_type} as {typeof(T).Name}.");
        if (_memory != null)
        {
            stride = runStride;
            return (T*)_memory + first;
        }

        stride = length;
        T* room = (T*)_buffer!.EnsureCapacity(checked(runs * length * sizeof(T)));
        if (length == runStride)
        {
            Copy(first * sizeof(T), runs * length * sizeof(T), room);
            return room;
        }

        for (int piece = 0; piece < runs; piece++)
            Copy((first + (piece * runStride)) * sizeof(T), length * sizeof(T), room + (piece * length));
        return room;
    }

    /// <summary>Copies bytes.</summary>
    public void Copy(long offset, long bytes, void* target)
    {
        if (_memory != null)
        {
            Buffer.MemoryCopy(_memory + offset, target, bytes, bytes);
            return;
        }

        byte* destination = (byte*)target;
        while (bytes > 0)
        {
            int count = (int)Math.Min(bytes, 1 << 30);
            _constant!.Read(offset, new Span<byte>(destination, count));
            offset += count;
            destination += count;
            bytes -= count;
        }
    }
}
