using Fovea.Inference.Tensors;

namespace Fovea.Inference.Weights;

/// <summary>
/// What a packing reads: a constant, wherever its elements lie, which are read into a buffer; or memory that a run has written, which is
/// read where it lies.
/// </summary>
internal readonly unsafe struct PackingSource
{
    private readonly ConstantData? _constant;
    private readonly PackingBuffer? _buffer;
    private readonly byte* _memory;
    private readonly ElementType _type;

    /// <summary>A constant.</summary>
    /// <param name="constant">Its elements in plain order.</param>
    /// <param name="buffer">Memory of the thread that packs.</param>
    public PackingSource(ConstantData constant, PackingBuffer buffer)
    {
        _constant = constant;
        _buffer = buffer;
        _type = constant.ElementType;
    }

    /// <summary>Memory that holds the elements in plain order while they are packed.</summary>
    public PackingSource(void* memory, ElementType type)
    {
        _memory = (byte*)memory;
        _type = type;
    }

    /// <summary>Neighbouring elements, to be read before the next call.</summary>
    public T* Elements<T>(long first, long count) where T : unmanaged => StridedRuns<T>(first, count, 1, count, out _);

    /// <summary>Pieces of neighbouring elements at even distances, to be read before the next call.</summary>
    /// <param name="first">The first element of the first piece.</param>
    /// <param name="runStride">Elements from one piece to the next in the source.</param>
    /// <param name="runs">How many pieces.</param>
    /// <param name="length">Elements of a piece.</param>
    /// <param name="stride">Elements from one piece to the next at the address that is returned.</param>
    /// <exception cref="InvalidOperationException">The elements are no <typeparamref name="T"/>.</exception>
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
