using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>
/// The content of a body that was sent compressed. It ends at the limit of a body, however little was sent: nothing beyond it is
/// decompressed. The window that the decoder looks back at is a part of the request's share of the budget.
/// </summary>
internal sealed class DecompressedStream(
    Stream decompressed, BodyEncoding encoding, string header, UploadShare share, LimitsOptions limits) : ForwardStream
{
    private long _read;
    private long _window;

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
                $"The request body cannot be decompressed: it is no {encoding.Name} stream as the header {header} says, is damaged, or " +
                "ends too early. Send the whole stream, or the body as it is without the header.", e);
        }

        _read += read;
        TakeWindow(Math.Min(_read, encoding.LargestWindow));
        return _read <= limits.MaxBodyBytes ? read : throw ApiException.BodyTooLarge(limits, decompressed: true);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            decompressed.Dispose();
            share.Return(_window);
            _window = 0;
        }

        base.Dispose(disposing);
    }

    // A decoder fills its window with the content; taken in steps, since most contents are small.
    private void TakeWindow(long size)
    {
        const long step = 256 << 10;
        if (size < _window + step)
            return;
        share.Take(size - _window);
        _window = size;
    }
}
