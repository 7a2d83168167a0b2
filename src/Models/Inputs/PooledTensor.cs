using Fovea.Imaging.Buffers;
using Fovea.Inference;

namespace Fovea.Models.Inputs;

/// <summary>A tensor in pooled memory, which is returned when this is disposed. Its initial values are undefined.</summary>
public sealed class PooledTensor : IDisposable
{
    private byte[]? _rented;

    /// <summary>Rents the memory.</summary>
    public PooledTensor(ElementType elementType, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        int bytes = checked((int)(shape.ElementCount * elementType.SizeInBytes()));
        _rented = BufferPool.Shared.Rent(bytes);
        Tensor = new Tensor(elementType, shape, _rented.AsMemory(0, bytes));
    }

    /// <summary>The tensor, valid until this is disposed.</summary>
    public Tensor Tensor { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
            BufferPool.Shared.Return(rented);
    }
}
