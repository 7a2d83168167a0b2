using System.Text.Json;
using Fovea.Api.Errors;

namespace Fovea.Api.Http;

/// <summary>The text of a JSON body (RFC 8259).</summary>
internal static class JsonText
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The text without a byte order mark, which a reader may ignore (section 8.1).</summary>
    /// <exception cref="ApiException">It is no UTF-8, or compressed.</exception>
    public static ReadOnlySpan<byte> Utf8(ReadOnlySpan<byte> body)
    {
        if (OtherEncoding(body) is { } encoding)
            throw new ApiException(ErrorCodes.InvalidBody, $"The JSON of the request is {encoding}; UTF-8 is expected (RFC 8259).");
        if (SentText.IsGzip(body))
            throw new ApiException(ErrorCodes.InvalidBody, $"The request body is declared as JSON, but is {SentText.Gzip}.");
        return body.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
    }

    /// <summary>Whether a reader threw this because of what it read: text that is no Unicode is found where a string is taken.</summary>
    public static bool IsMalformed(Exception exception) => exception is JsonException or InvalidOperationException;

    /// <summary>The JSON cannot be read.</summary>
    public static ApiException Malformed(Exception cause) =>
        new(ErrorCodes.InvalidBody, $"The JSON of the request is malformed: {cause.Message}", cause);

    // By the byte order mark, or by where the zeros of the first character lie, which in JSON is one of ASCII.
    private static string? OtherEncoding(ReadOnlySpan<byte> body) => body switch
    {
        [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] or [0, 0, 0, not 0, ..] or [not 0, 0, 0, 0, ..] => "UTF-32",
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..] => "UTF-16",
        _ => null,
    };
}
