using System.Globalization;
using System.Text;
using Fovea.Inference;

namespace Fovea.Api.Errors;

/// <summary>
/// Errors of gRPC calls that end before a service is reached: an answer of headers only, with HTTP status 200
/// (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md, "Trailers-Only").
/// </summary>
internal static class GrpcErrorWriter
{
    /// <summary>After how many seconds the call may succeed.</summary>
    public const string RetryAfter = "retry-after";

    private const string ContentType = "application/grpc";

    public static bool IsCall(HttpRequest request) =>
        request.ContentType is { } type && type.StartsWith(ContentType, StringComparison.OrdinalIgnoreCase)
        && (type.Length == ContentType.Length || type[ContentType.Length] is '+' or ';');

    public static void Write(HttpResponse response, ErrorAnswer answer)
    {
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = ContentType;
        response.Headers["grpc-status"] = ((int)answer.Code.GrpcStatus).ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = Encode(ShownText.Message(answer.Detail));
        if (answer.RetryAfterSeconds is { } seconds)
            response.Headers[RetryAfter] = seconds.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Bytes that a header cannot carry, and the percent sign, as percent and two digits.</summary>
    private static string Encode(string message)
    {
        var text = new StringBuilder(message.Length);
        foreach (byte value in Encoding.UTF8.GetBytes(message))
        {
            _ = value is >= 0x20 and <= 0x7E and not (byte)'%'
                ? text.Append((char)value)
                : text.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
