using Fovea.Api.Errors;
using Fovea.Api.Options;

namespace Fovea.Api.Http;

/// <summary>
/// The content of a request: its body, decompressed where it has a <c>Content-Encoding</c>, and never more than the limit.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    private readonly LimitsOptions _limits;
    private readonly CancellationToken _aborted;
    private readonly DecompressedStream? _decompressed;
    private readonly long? _length;

    private RequestBody(HttpRequest request, LimitsOptions limits, Stream received, DecompressedStream? decompressed)
    {
        _limits = limits;
        _aborted = request.HttpContext.RequestAborted;
        _decompressed = decompressed;
        _length = decompressed is null ? request.ContentLength : null;
        Content = decompressed is null ? received : decompressed;
    }

    /// <summary>The content.</summary>
    public Stream Content { get; }

    /// <exception cref="ApiException">The encoding is not taken, or more is announced than the limit.</exception>
    public static async ValueTask<RequestBody> OpenAsync(HttpRequest request, LimitsOptions limits)
    {
        var encoding = BodyEncoding.Of(request);
        if (request.ContentLength > limits.MaxBodyBytes)
            throw ApiException.BodyTooLarge(limits);
        var received = new ReceivedStream(request);
        DecompressedStream? decompressed = encoding is null
            ? null
            : new DecompressedStream(
                await encoding.Decompress(received, request.HttpContext.RequestAborted), encoding.Name, limits);
        return new RequestBody(request, limits, received, decompressed);
    }

    /// <summary>Reads the whole content.</summary>
    /// <exception cref="ApiException">It exceeds the limit, or cannot be decompressed.</exception>
    public async Task FillAsync(PooledBuffer buffer)
    {
        if (!await buffer.FillAsync(Content, _limits.MaxBodyBytes, _length, _aborted))
            throw ApiException.BodyTooLarge(_limits);
    }

    /// <summary>Reads the beginning of the content, at most as many bytes as there is room for.</summary>
    /// <exception cref="ApiException">It cannot be decompressed.</exception>
    public ValueTask<int> PeekAsync(Memory<byte> start) =>
        Content.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, _aborted);

    public void Dispose() => _decompressed?.Dispose();
}
