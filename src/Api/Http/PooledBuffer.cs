using System.Numerics;
using Fovea.Api.Errors;
using Fovea.Imaging.Buffers;

namespace Fovea.Api.Http;

/// <summary>
/// Bytes in pooled memory that grow as they arrive, so that memory follows what was sent, not what was announced. The memory is a part of
/// the request's share of the budget.
/// </summary>
internal sealed class PooledBuffer(UploadShare share) : IDisposable
{
    private const int FirstSize = 64 * 1024;
    private const int MostExpected = 128 * 1024;

    private byte[] _array = [];

    // How many bytes of the array are used at most, and were taken from the budget.
    private int _capacity;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>The same bytes, to be written to.</summary>
    public Span<byte> Bytes => _array.AsSpan(0, Length);

    /// <summary>Reads the bytes behind the first ones, for as long as the buffer does not change.</summary>
    public Stream OpenRead(int first) => new MemoryStream(_array, first, Length - first, writable: false);

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="limit">How many bytes may come.</param>
    /// <param name="expected">How many bytes were announced, if any were: saves a larger array later, but not much is taken on
    /// trust.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Whether the stream ended within the limit.</returns>
    /// <exception cref="ApiException">The budget has no room for what arrives.</exception>
    public async Task<bool> FillAsync(Stream source, long limit, long? expected, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Length == _capacity)
                Grow(NextSize(limit, expected));
            int read = await source.ReadAsync(_array.AsMemory(Length, _capacity - Length), cancellationToken);
            if (read == 0)
                return true;
            Length += read;
            if (Length > limit)
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

    /// <summary>Gives the memory back, but not its part of the budget: what was made of the bytes takes as much.</summary>
    public void ReleaseMemory()
    {
        if (_array.Length > 0)
            BufferPool.Shared.Return(_array);
        _array = [];
        Length = 0;
    }

    public void Dispose()
    {
        ReleaseMemory();
        share.Return(_capacity);
        _capacity = 0;
    }

    // One byte more than what may come, or was announced, so that the end of the stream is found without growing.
    private int NextSize(long limit, long? expected)
    {
        int first = Math.Max(FirstSize, (int)Math.Min(expected ?? 0, MostExpected - 1) + 1);
        long size = Math.Max(first, _capacity * 2L);
        if (expected >= Length)
            size = Math.Min(size, Math.Max(first, Rounded(expected.Value + 1)));
        return (int)Math.Min(size, Math.Max(limit, Length) + 1);
    }

    // Up to the next quarter of a power of two: arrays of few sizes are used again.
    private static long Rounded(long size)
    {
        long step = Math.Max(4096, (long)BitOperations.RoundUpToPowerOf2((ulong)size) / 8);
        return (size + step - 1) / step * step;
    }

    private void Grow(int size)
    {
        share.Take(size - _capacity);
        _capacity = size;
        byte[] larger = BufferPool.Shared.Rent(size);
        Memory.CopyTo(larger);
        if (_array.Length > 0)
            BufferPool.Shared.Return(_array);
        _array = larger;
    }
}
