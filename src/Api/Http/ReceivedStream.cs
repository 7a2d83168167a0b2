using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>
/// The body of a request as Kestrel gives it. Kestrel reports most of what is malformed as <see cref="BadHttpRequestException"/>, but not
/// all: a chunk's size above 31 bits is an IOException around an OverflowException, a zero character in a trailer an
/// InvalidOperationException. All of them are the caller's mistakes. A body that comes too slowly ends too.
/// </summary>
internal sealed class ReceivedStream(HttpRequest request, LimitsOptions limits) : ForwardStream
{
    private readonly Stream _body = request.Body;
    private readonly CancellationToken _aborted = request.HttpContext.RequestAborted;
    private readonly BodyPace _pace = new(limits, request.HttpContext.RequestAborted);

    /// <exception cref="ApiException">The body is no HTTP, or comes too slowly.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _pace.ReadAsync(_body, buffer, cancellationToken);
        }
        catch (Exception e) when (IsMalformed(e) && !_aborted.IsCancellationRequested)
        {
            throw new ApiException(
                ErrorCodes.InvalidBody,
                $"The request's chunks or trailers are malformed: {e.Message} Send the body with its Content-Length, or in chunks below " +
                "2 GiB as RFC 9112, section 7.1, has them.", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pace.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsMalformed(Exception exception) =>
        exception is IOException { InnerException: OverflowException } or OverflowException
            or (InvalidOperationException and not ObjectDisposedException);
}
