using System.Buffers;
using Fovea.Imaging.Buffers;

namespace Fovea.Api.Http;

/// <summary>What is written lies in pooled memory until this is disposed.</summary>
internal sealed class PooledBufferWriter : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4096;

    private byte[] _array = BufferPool.Shared.Rent(FirstSize);
    private int _length;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        byte[] array = _array;
        _array = [];
        _length = 0;
        if (array.Length > 0)
            BufferPool.Shared.Return(array);
    }

    private void Reserve(int size)
    {
        if (_array.Length - _length >= size)
            return;
        byte[] larger = BufferPool.Shared.Rent(Math.Max(checked(_length + size), checked(_array.Length * 2)));
        Written.CopyTo(larger);
        BufferPool.Shared.Return(_array);
        _array = larger;
    }
}
