using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>
/// The content of a body that was sent compressed. It ends at the limit of a body, however little was sent: nothing beyond it is
/// decompressed.
/// </summary>
internal sealed class DecompressedStream(Stream decompressed, string encoding, LimitsOptions limits) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="ApiException">The content exceeds the limit, or the body is not compressed in this way.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // One byte more than the limit tells a content that ends there from one that goes on.
        int most = (int)Math.Min(buffer.Length, limits.MaxBodyBytes - _read + 1);
        int read;
        try
        {
            read = await decompressed.ReadAsync(buffer[..most], cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The request body cannot be decompressed: it is no {encoding} stream as its Content-Encoding says, is damaged, or ends " +
                "too early. Send the whole stream, or the body as it is without the header.", e);
        }

        _read += read;
        return _read <= limits.MaxBodyBytes ? read : throw ApiException.BodyTooLarge(limits, decompressed: true);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            decompressed.Dispose();
        base.Dispose(disposing);
    }
}
