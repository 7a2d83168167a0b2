using System.IO.Compression;
using Fovea.Api.Errors;

namespace Fovea.Api.Http;

/// <summary>One encoding in which the body of a request may be sent (RFC 9110, section 8.4.1).</summary>
/// <param name="Name">The name, as <c>Content-Encoding</c> has it.</param>
/// <param name="LargestWindow">
/// The most bytes that a decoder keeps of the content: 32 KiB (RFC 1951), 16 MiB (RFC 7932, section 9.1).
/// </param>
/// <param name="Decompress">From the body as it is sent to the content.</param>
internal sealed record BodyEncoding(string Name, int LargestWindow, Func<Stream, CancellationToken, ValueTask<Stream>> Decompress)
{
    /// <summary>What is taken: the <c>Accept-Encoding</c> of an answer that refuses another one (RFC 7694).</summary>
    public const string Accepted = "gzip, deflate, br";

    /// <summary>The same in a sentence.</summary>
    public const string Names = "gzip, deflate or br";

    private const string Unencoded = "identity";

    private const int DeflateWindow = 32 << 10;

    private static readonly BodyEncoding[] All =
    [
        new("gzip", DeflateWindow, DecompressGzip),
        new("x-gzip", DeflateWindow, DecompressGzip),
        new("deflate", DeflateWindow, DecompressDeflateAsync),
        new("br", 16 << 20, (body, _) => ValueTask.FromResult<Stream>(new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true))),
    ];

    /// <summary>The encoding of a request's body; null where it is sent as it is.</summary>
    /// <exception cref="ApiException">It is another one, or one over another.</exception>
    public static BodyEncoding? Of(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Count == 0)
            return null;
        string[] names =
        [
            .. request.Headers.ContentEncoding.SelectMany(value => (value ?? "").Split(','))
                .Select(name => name.Trim())
                .Where(name => name.Length > 0 && !name.Equals(Unencoded, StringComparison.OrdinalIgnoreCase)),
        ];
        if (names.Length == 0)
            return null;
        if (names.Length > 1)
            throw Refused($"The content encodings are '{string.Join(", ", names)}'; only one is taken at a time");
        return Find(names[0])
            ?? throw Refused($"The content encoding '{names[0]}' is not supported");
    }

    /// <summary>The encoding of this name; null where it is not taken.</summary>
    public static BodyEncoding? Find(string name) =>
        Array.Find(All, encoding => encoding.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ApiException Refused(string reason) =>
        new(ErrorCodes.UnsupportedContentEncoding, $"{reason}; send the body as {Names}, or as it is.")
        {
            AcceptEncoding = Accepted,
        };

    private static ValueTask<Stream> DecompressGzip(Stream body, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Stream>(new GZipStream(body, CompressionMode.Decompress, leaveOpen: true));

    /// <summary>
    /// <c>deflate</c> is the zlib format (RFC 1950); some clients send the data without its header and checksum (RFC 1951). No encoder
    /// begins such data like a zlib header: a first byte whose low half is 8 would be a stored block with a set bit in its padding.
    /// </summary>
    private static async ValueTask<Stream> DecompressDeflateAsync(Stream body, CancellationToken cancellationToken)
    {
        const int header = 2;
        var sent = new PeekedStream(body);
        ReadOnlyMemory<byte> start = await sent.PeekAsync(header, cancellationToken);
        return IsZlib(start.Span)
            ? new ZLibStream(sent, CompressionMode.Decompress)
            : new DeflateStream(sent, CompressionMode.Decompress);
    }

    /// <summary>Method 8, a window of at most 32 KiB, and a check: the two bytes are a multiple of 31.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> start) =>
        start is [var method, var flags] && (method & 0x0F) == 8 && method >> 4 <= 7 && (method << 8 | flags) % 31 == 0;
}
