namespace Fovea.Api.Http;

/// <summary>A stream whose beginning can be looked at before it is read.</summary>
internal sealed class PeekedStream(Stream source) : ForwardStream
{
    private ReadOnlyMemory<byte> _start;

    /// <summary>The first bytes, fewer only where the stream is shorter. Called once, before anything is read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(int length, CancellationToken cancellationToken)
    {
        byte[] start = new byte[length];
        int read = await source.ReadAtLeastAsync(start, length, throwOnEndOfStream: false, cancellationToken);
        return _start = start.AsMemory(0, read);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start.IsEmpty)
            return source.ReadAsync(buffer, cancellationToken);
        int length = Math.Min(buffer.Length, _start.Length);
        _start[..length].CopyTo(buffer);
        _start = _start[length..];
        return ValueTask.FromResult(length);
    }
}
