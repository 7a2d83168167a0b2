namespace Fovea.Api.Http;

/// <summary>
/// Collects what is written without waiting, as an archive does, until it is sent on: an answer takes no bytes in this way. One thread at a
/// time.
/// </summary>
internal sealed class CollectedStream : Stream
{
    private readonly MemoryStream _collected = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends on what was collected.</summary>
    public async Task SendAsync(Stream target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(_collected.GetBuffer().AsMemory(0, (int)_collected.Length), cancellationToken);
        _collected.SetLength(0);
    }

    public override void Write(byte[] buffer, int offset, int count) => _collected.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => _collected.Write(buffer);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _collected.Dispose();
        base.Dispose(disposing);
    }
}
