using Fovea.Imaging.Buffers;

namespace Fovea.Api.Http;

/// <summary>Bytes in pooled memory that grow as they arrive, so that memory follows what was sent, not what was announced.</summary>
internal sealed class PooledBuffer : IDisposable
{
    private const int FirstSize = 64 * 1024;
    private const int MostExpected = 128 * 1024;

    private byte[] _array = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="budget">How many bytes may come.</param>
    /// <param name="expected">How many bytes were announced, if any were: saves a larger array later, but not much is taken on
    /// trust.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Whether the stream ended within the budget.</returns>
    public async Task<bool> FillAsync(Stream source, long budget, long? expected, CancellationToken cancellationToken)
    {
        // One byte more, so that the end of the stream is found without growing.
        int first = Math.Max(FirstSize, (int)Math.Min(expected ?? 0, MostExpected - 1) + 1);
        while (true)
        {
            if (Length == _array.Length)
                Grow(Math.Max(first, checked(_array.Length * 2)));
            int read = await source.ReadAsync(_array.AsMemory(Length), cancellationToken);
            if (read == 0)
                return true;
            Length += read;
            if (Length > budget)
                return false;
        }
    }

    /// <summary>Makes room for so many bytes in an empty buffer; what is written there counts.</summary>
    public Span<byte> Allocate(int size)
    {
        Grow(size);
        Length = size;
        return _array.AsSpan(0, size);
    }

    /// <summary>Begins an empty buffer with these bytes.</summary>
    public void Begin(ReadOnlySpan<byte> bytes)
    {
        Grow(FirstSize);
        bytes.CopyTo(_array);
        Length = bytes.Length;
    }

    /// <summary>Forgets all bytes behind the first ones.</summary>
    public void Truncate(int length) => Length = length;

    public void Dispose()
    {
        if (_array.Length > 0)
            BufferPool.Shared.Return(_array);
        _array = [];
        Length = 0;
    }

    private void Grow(int size)
    {
        byte[] larger = BufferPool.Shared.Rent(size);
        Memory.CopyTo(larger);
        if (_array.Length > 0)
            BufferPool.Shared.Return(_array);
        _array = larger;
    }
}
