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
    private readonly ReceivedStream _received;
    private readonly DecompressedStream? _decompressed;
    private readonly long? _length;

    private RequestBody(
        HttpRequest request, LimitsOptions limits, UploadShare share, ReceivedStream received, DecompressedStream? decompressed)
    {
        _limits = limits;
        _received = received;
        Share = share;
        _aborted = request.HttpContext.RequestAborted;
        _decompressed = decompressed;
        _length = decompressed is null ? request.ContentLength : null;
        Content = decompressed is null ? received : decompressed;
    }

    /// <summary>What its bytes take of the budget; outlives this object with the buffers that have a part of it.</summary>
    public UploadShare Share { get; }

    /// <summary>The content.</summary>
    public Stream Content { get; }

    /// <exception cref="ApiException">The encoding is not taken, or more is announced than the limit.</exception>
    public static async ValueTask<RequestBody> OpenAsync(HttpRequest request, UploadBudget budget)
    {
        LimitsOptions limits = budget.Limits;
        var encoding = BodyEncoding.Of(request);
        if (request.ContentLength > limits.MaxBodyBytes)
            throw ApiException.BodyTooLarge(limits);
        UploadShare share = budget.For(request.HttpContext);
        var received = new ReceivedStream(request, limits);
        try
        {
            DecompressedStream? decompressed = encoding is null
                ? null
                : new DecompressedStream(
                    await encoding.Decompress(received, request.HttpContext.RequestAborted), encoding, "Content-Encoding", share, limits);
            return new RequestBody(request, limits, share, received, decompressed);
        }
        catch
        {
            received.Dispose();
            throw;
        }
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

    public void Dispose()
    {
        _decompressed?.Dispose();
        _received.Dispose();
    }
}
