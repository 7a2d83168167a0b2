using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>
/// The content of a body that was sent compressed. It ends at the limit of a body, however little was sent: nothing beyond it is
/// decompressed.
/// </summary>
internal sealed class DecompressedStream(Stream decompressed, string encoding, LimitsOptions limits) : ForwardStream
{
    private long _read;

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            decompressed.Dispose();
        base.Dispose(disposing);
    }
}
