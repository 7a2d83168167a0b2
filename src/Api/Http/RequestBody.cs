using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>The content of a request: its body, unpacked where it has a <c>Content-Encoding</c>, and never more than the limit.</summary>
internal sealed class RequestBody : IDisposable
{
    private readonly LimitsOptions _limits;
    private readonly CancellationToken _aborted;
    private readonly UnpackedStream? _unpacked;
    private readonly long? _length;

    private RequestBody(HttpRequest request, LimitsOptions limits, UnpackedStream? unpacked)
    {
        _limits = limits;
        _aborted = request.HttpContext.RequestAborted;
        _unpacked = unpacked;
        _length = unpacked is null ? request.ContentLength : null;
        Content = unpacked is null ? request.Body : unpacked;
    }

    /// <summary>The content.</summary>
    public Stream Content { get; }

    /// <exception cref="ApiException">The encoding is not taken, or more is announced than the limit.</exception>
    public static async ValueTask<RequestBody> OpenAsync(HttpRequest request, LimitsOptions limits)
    {
        var encoding = BodyEncoding.Of(request);
        if (request.ContentLength > limits.MaxBodyBytes)
            throw ApiException.BodyTooLarge(limits);
        UnpackedStream? unpacked = encoding is null
            ? null
            : new UnpackedStream(
                await encoding.Unpack(request.BodyReader, request.HttpContext.RequestAborted), encoding.Name, limits);
        return new RequestBody(request, limits, unpacked);
    }

    /// <summary>Reads the whole content.</summary>
    /// <exception cref="ApiException">It exceeds the limit, or cannot be unpacked.</exception>
    public async Task FillAsync(PooledBuffer buffer)
    {
        if (!await buffer.FillAsync(Content, _limits.MaxBodyBytes, _length, _aborted))
            throw ApiException.BodyTooLarge(_limits);
    }

    /// <summary>Reads the beginning of the content, at most as many bytes as there is room for.</summary>
    /// <exception cref="ApiException">It cannot be unpacked.</exception>
    public ValueTask<int> PeekAsync(Memory<byte> start) =>
        Content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, _aborted);

    public void Dispose() => _unpacked?.Dispose();
}
